// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.attention;

import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * As {@link Attention}, but the score of a query and a key is the sum of {@code tanh(query + key)}.
 *
 * <p>Weight, if used: {@code scale} of shape (features), the factors of the terms of that sum.
 *
 * @param dropout the share of the attention scores that is dropped during training
 * @see <a href="https://arxiv.org/abs/1409.0473">Bahdanau, Cho and Bengio, 2014</a>
 */
public record AdditiveAttention(boolean useScale, float dropout) implements AttentionLayer {
    public AdditiveAttention {
        Rates.check(dropout, "AdditiveAttention");
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape features = Shape.of(inputs.get(0).channels());
        return useScale ? List.of(WeightSpec.trainable("scale", features, Initializer.GLOROT_UNIFORM)) : List.of();
    }

    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        Attention.check(on, inputs);
        T queries = inputs.get(0);
        T keys = inputs.get(inputs.size() - 1);
        Shape query = on.shape(queries);
        Shape key = on.shape(keys);
        T sums = on.unary(
                Unary.TANH,
                on.add(
                        on.reshape(queries, Shape.of(query.dimension(0), 1, query.channels())),
                        on.reshape(keys, Shape.of(1, key.dimension(0), key.channels()))));
        T scores = on.reduce(Reduction.SUM, useScale ? on.multiply(sums, on.weight("scale")) : sums, false, 2);
        T shares = on.dropout(AttentionLayer.softmax(on, scores, allowed), dropout);
        return List.of(on.matMul(shares, inputs.get(1), false), shares);
    }
}
