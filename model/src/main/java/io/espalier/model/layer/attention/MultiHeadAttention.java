// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.attention;

import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Heads;
import io.espalier.model.layer.compute.Heads.Projection;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * Attention with several heads. Inputs: queries (steps, features), values (other steps, features) and, unless they are the values, keys (as many
 * steps as the values, features).
 *
 * <p>Weights: {@code query/kernel} of shape (features, heads, keyDim) and its {@code bias} of shape (heads, keyDim), the same for {@code key}
 * and, with valueDim, for {@code value}, then {@code attention_output/kernel} of shape (heads, valueDim, outputs) and its {@code bias} of shape
 * (outputs); biases are optional.
 *
 * @param keyDim the size of queries and keys in each head
 * @param valueDim the size of values in each head
 * @param outputs the number of output features; 0 for as many as a query has
 * @param dropout the share of the attention scores that is dropped during training
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, 2017</a>
 */
public record MultiHeadAttention(int heads, int keyDim, int valueDim, int outputs, boolean useBias, float dropout)
        implements AttentionLayer {
    public MultiHeadAttention {
        if (heads < 1 || keyDim < 1 || valueDim < 1 || outputs < 0) {
            throw new ModelException("a MultiHeadAttention needs at least one head, and keys and values of at least one"
                    + " number, not " + heads + ", " + keyDim + " and " + valueDim);
        }
        Rates.check(dropout, "MultiHeadAttention");
    }

    /** Keras's defaults: values as long as keys, outputs as long as queries, with biases. */
    public static MultiHeadAttention of(int heads, int keyDim) {
        return new MultiHeadAttention(heads, keyDim, keyDim, 0, true, 0);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Heads.check(inputs);
        int features = outputs == 0 ? inputs.get(0).channels() : outputs;
        return new Heads(useBias).weights(inputs, query(), key(), value(), features);
    }

    private Projection query() {
        return new Projection("query", heads, keyDim);
    }

    private Projection key() {
        return new Projection("key", heads, keyDim);
    }

    private Projection value() {
        return new Projection("value", heads, valueDim);
    }

    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        Heads.check(inputs.stream().map(on::shape).toList());
        Heads projections = new Heads(useBias);
        T queries = projections.into(on, inputs.get(0), query());
        T keys = projections.into(on, inputs.get(inputs.size() - 1), key());
        T values = projections.into(on, inputs.get(1), value());
        T scaled = on.multiply(queries, on.scalar((float) (1 / Math.sqrt(keyDim))));
        T shares = AttentionLayer.softmax(on, on.matMul(scaled, keys, true), allowed);
        T found = on.matMul(on.dropout(shares, dropout), values, false);
        return List.of(projections.outOf(on, found), shares);
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
