// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.attention;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * Dot-product attention: the sum of the values, weighted by the softmax of the products of their keys with a query. Inputs: queries (steps, features), values (other
 * steps, features) and, unless they are the values, keys of their shape.
 *
 * <p>Weight, if used: {@code scale}, a scalar factor of the scores.
 *
 * @param dropout the share of the attention scores that is dropped during training
 * @see <a href="https://arxiv.org/abs/1508.04025">Luong, Pham and Manning, 2015</a>
 */
public record Attention(boolean useScale, float dropout) implements AttentionLayer {
    public Attention {
        Rates.check(dropout, "Attention");
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return useScale ? List.of(WeightSpec.trainable("scale", Shape.of(), Initializer.ONES)) : List.of();
    }

    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        check(on, inputs);
        T scores = on.matMul(inputs.get(0), inputs.get(inputs.size() - 1), true);
        T scaled = useScale ? on.multiply(scores, on.weight("scale")) : scores;
        T shares = on.dropout(AttentionLayer.softmax(on, scaled, allowed), dropout);
        return List.of(on.matMul(shares, inputs.get(1), false), shares);
    }

    static <T> void check(Operations<T> on, List<T> inputs) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new ModelException("expects a query, a value and perhaps a key, but has " + inputs.size()
                    + " inputs; for self-attention, pass the same input twice");
        }
        inputs.forEach(input -> Inputs.ofRank(on.shape(input), 2, "(steps, features)"));
    }
}
