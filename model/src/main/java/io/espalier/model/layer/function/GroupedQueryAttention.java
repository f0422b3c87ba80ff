// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.layer.compute.Heads;
import io.espalier.model.layer.compute.Heads.Projection;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * Attention with several heads, of which as many share the keys and values of one. Inputs: queries (steps, features), values (other steps, features)
 * and, unless they are the values, keys (as many steps as the values, features).
 *
 * <p>Weights: {@code query/kernel} of shape (features, heads, length) and its {@code bias} of shape (heads, length), the same for {@code key} and
 * {@code value} with the shared heads, then {@code attention_output/kernel} of shape (heads, length, features) and its {@code bias} of shape
 * (features); biases are optional.
 *
 * @param length the size of queries, keys and values in each head
 * @param heads of queries
 * @param shared heads of keys and values; a divisor of the heads
 * @param dropout the share of the attention scores that is dropped during training
 * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie and others, 2023</a>
 */
public record GroupedQueryAttention(int length, int heads, int shared, boolean useBias, float dropout)
        implements AttentionLayer {
    public GroupedQueryAttention {
        if (length < 1 || heads < 1 || shared < 1 || heads % shared != 0) {
            throw new ModelException("a GroupedQueryAttention needs heads of at least one number, and as many heads of"
                    + " queries for each of keys and values, not " + heads + " and " + shared + " of " + length);
        }
        Rates.check(dropout, "GroupedQueryAttention");
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Heads.check(inputs);
        int features = inputs.get(0).channels();
        return new Heads(useBias).weights(inputs, query(), key(), value(), features);
    }

    private Projection query() {
        return new Projection("query", heads, length);
    }

    private Projection key() {
        return new Projection("key", shared, length);
    }

    private Projection value() {
        return new Projection("value", shared, length);
    }

    // The heads that share keys lie one after the other, so they are the rows of one product.
    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        Heads.check(inputs.stream().map(on::shape).toList());
        Heads projections = new Heads(useBias);
        int steps = on.shape(inputs.get(0)).dimension(0);
        int seen = on.shape(inputs.get(1)).dimension(0);
        int rows = heads / shared * steps;
        T queries =
                on.multiply(projections.into(on, inputs.get(0), query()), on.scalar((float) (1 / Math.sqrt(length))));
        T keys = projections.into(on, inputs.get(inputs.size() - 1), key());
        T scores = on.matMul(on.reshape(queries, Shape.of(shared, rows, length)), keys, true);
        T shares = AttentionLayer.softmax(on, on.reshape(scores, Shape.of(heads, steps, seen)), allowed);
        T weighed = on.matMul(
                on.reshape(on.dropout(shares, dropout), Shape.of(shared, rows, seen)),
                projections.into(on, inputs.get(1), value()),
                false);
        return List.of(projections.outOf(on, on.reshape(weighed, Shape.of(heads, steps, length))), shares);
    }

    @Override
    public boolean zeroesPadding() {
        return false;
    }

    @Override
    public List<String> kernels() {
        return Heads.KERNELS;
    }
}
