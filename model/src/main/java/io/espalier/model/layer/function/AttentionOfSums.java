// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keras's Attention with the {@code score_mode} "concat": the score of a query and a key is the sum of {@code tanh(scale * (query + key))}, times a
 * weight. Inputs: queries (steps, features), values (other steps, features) and, unless they are the values, keys of their shape.
 *
 * <p>Weights: {@code scale}, if used, and {@code concat_score_weight}, both scalars.
 *
 * @param dropout the share of the attention scores that is dropped during training
 */
public record AttentionOfSums(boolean useScale, float dropout) implements AttentionLayer {
    public AttentionOfSums {
        Rates.check(dropout, "Attention");
    }

    @Override
    public String kind() {
        return "Attention";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        if (useScale) {
            weights.add(WeightSpec.trainable("scale", Shape.of(), Initializer.ONES));
        }
        weights.add(WeightSpec.trainable("concat_score_weight", Shape.of(), Initializer.ONES));
        return weights;
    }

    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new ModelException("expects a query, a value and perhaps a key, but has " + inputs.size()
                    + " inputs; for self-attention, pass the same input twice");
        }
        inputs.forEach(input -> Inputs.ofRank(on.shape(input), 2, "(steps, features)"));
        T queries = inputs.get(0);
        T keys = inputs.get(inputs.size() - 1);
        Shape query = on.shape(queries);
        Shape key = on.shape(keys);
        T sums = on.add(
                on.reshape(queries, Shape.of(query.dimension(0), 1, query.channels())),
                on.reshape(keys, Shape.of(1, key.dimension(0), key.channels())));
        T bent = on.unary(Unary.TANH, useScale ? on.multiply(sums, on.weight("scale")) : sums);
        T scores = on.multiply(on.reduce(Reduction.SUM, bent, false, 2), on.weight("concat_score_weight"));
        T shares = on.dropout(AttentionLayer.softmax(on, scores, allowed), dropout);
        return List.of(on.matMul(shares, inputs.get(1), false), shares);
    }
}
