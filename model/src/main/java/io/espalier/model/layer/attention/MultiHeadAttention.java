// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.attention;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
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
        check(inputs);
        int features = outputs == 0 ? inputs.get(0).channels() : outputs;
        List<WeightSpec> weights = new ArrayList<>();
        addProjection(weights, "query", inputs.get(0), keyDim);
        addProjection(weights, "key", inputs.get(inputs.size() - 1), keyDim);
        addProjection(weights, "value", inputs.get(1), valueDim);
        weights.add(WeightSpec.kernel("attention_output/kernel", Shape.of(heads, valueDim, features)));
        if (useBias) {
            weights.add(WeightSpec.trainable("attention_output/bias", Shape.of(features), Initializer.ZEROS));
        }
        return weights;
    }

    private void addProjection(List<WeightSpec> weights, String name, Shape input, int length) {
        weights.add(WeightSpec.trainable(
                name + "/kernel", Shape.of(input.channels(), heads, length), Initializer.GLOROT_UNIFORM));
        if (useBias) {
            weights.add(WeightSpec.trainable(name + "/bias", Shape.of(heads, length), Initializer.ZEROS));
        }
    }

    private static void check(List<Shape> inputs) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new ModelException("expects a query, a value and perhaps a key, but has " + inputs.size()
                    + " inputs; for self-attention, pass the same input twice");
        }
        inputs.forEach(input -> Inputs.ofRank(input, 2, "(steps, features)"));
    }

    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        check(inputs.stream().map(on::shape).toList());
        T queries = projected(on, inputs.get(0), "query", keyDim);
        T keys = projected(on, inputs.get(inputs.size() - 1), "key", keyDim);
        T values = projected(on, inputs.get(1), "value", valueDim);
        T scaled = on.multiply(queries, on.scalar((float) (1 / Math.sqrt(keyDim))));
        T shares = AttentionLayer.softmax(on, on.matMul(scaled, keys, true), allowed);
        T attended = on.transpose(on.matMul(on.dropout(shares, dropout), values, false), 1, 0, 2);
        int steps = on.shape(inputs.get(0)).dimension(0);
        T kernel = on.weight("attention_output/kernel");
        int features = on.shape(kernel).channels();
        T sums = on.dense(
                on.reshape(attended, Shape.of(steps, heads * valueDim)),
                on.reshape(kernel, Shape.of(heads * valueDim, features)));
        return List.of(useBias ? on.add(sums, on.weight("attention_output/bias")) : sums, shares);
    }

    /** (heads, steps, length). */
    private <T> T projected(Operations<T> on, T input, String name, int length) {
        Shape shape = on.shape(input);
        T kernel = on.reshape(on.weight(name + "/kernel"), Shape.of(shape.channels(), heads * length));
        T product = on.dense(input, kernel);
        T sums = useBias ? on.add(product, on.reshape(on.weight(name + "/bias"), Shape.of(heads * length))) : product;
        return on.transpose(on.reshape(sums, Shape.of(shape.dimension(0), heads, length)), 1, 0, 2);
    }

    @Override
    public boolean zeroesPadding() {
        return false;
    }

    @Override
    public List<String> kernels() {
        return List.of("query/kernel", "key/kernel", "value/kernel", "attention_output/kernel");
    }
}
