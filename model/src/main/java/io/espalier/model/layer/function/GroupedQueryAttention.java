// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
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
        check(inputs);
        int features = inputs.get(0).channels();
        List<WeightSpec> weights = new ArrayList<>();
        addProjection(weights, "query", inputs.get(0), heads);
        addProjection(weights, "key", inputs.get(inputs.size() - 1), shared);
        addProjection(weights, "value", inputs.get(1), shared);
        weights.add(WeightSpec.kernel("attention_output/kernel", Shape.of(heads, length, features)));
        if (useBias) {
            weights.add(WeightSpec.trainable("attention_output/bias", Shape.of(features), Initializer.ZEROS));
        }
        return weights;
    }

    private void addProjection(List<WeightSpec> weights, String name, Shape input, int count) {
        weights.add(WeightSpec.trainable(
                name + "/kernel", Shape.of(input.channels(), count, length), Initializer.GLOROT_UNIFORM));
        if (useBias) {
            weights.add(WeightSpec.trainable(name + "/bias", Shape.of(count, length), Initializer.ZEROS));
        }
    }

    private static void check(List<Shape> inputs) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new ModelException("expects a query, a value and perhaps a key, but has " + inputs.size()
                    + " inputs; for self-attention, pass the same input twice");
        }
        inputs.forEach(input -> Inputs.ofRank(input, 2, "(steps, features)"));
    }

    // The heads that share keys lie one after the other, so they are the rows of one product.
    @Override
    public <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed) {
        check(inputs.stream().map(on::shape).toList());
        int steps = on.shape(inputs.get(0)).dimension(0);
        int seen = on.shape(inputs.get(1)).dimension(0);
        int rows = heads / shared * steps;
        T queries =
                on.multiply(projected(on, inputs.get(0), "query", heads), on.scalar((float) (1 / Math.sqrt(length))));
        T keys = projected(on, inputs.get(inputs.size() - 1), "key", shared);
        T scores = on.matMul(on.reshape(queries, Shape.of(shared, rows, length)), keys, true);
        T shares = AttentionLayer.softmax(on, on.reshape(scores, Shape.of(heads, steps, seen)), allowed);
        T weighed = on.matMul(
                on.reshape(on.dropout(shares, dropout), Shape.of(shared, rows, seen)),
                projected(on, inputs.get(1), "value", shared),
                false);
        T attended = on.transpose(on.reshape(weighed, Shape.of(heads, steps, length)), 1, 0, 2);
        T kernel = on.weight("attention_output/kernel");
        int features = on.shape(kernel).channels();
        T sums = on.dense(
                on.reshape(attended, Shape.of(steps, heads * length)),
                on.reshape(kernel, Shape.of(heads * length, features)));
        return List.of(useBias ? on.add(sums, on.weight("attention_output/bias")) : sums, shares);
    }

    /** (heads, steps, length). */
    private <T> T projected(Operations<T> on, T input, String name, int count) {
        Shape shape = on.shape(input);
        T kernel = on.reshape(on.weight(name + "/kernel"), Shape.of(shape.channels(), count * length));
        T product = on.dense(input, kernel);
        T sums = useBias ? on.add(product, on.reshape(on.weight(name + "/bias"), Shape.of(count * length))) : product;
        return on.transpose(on.reshape(sums, Shape.of(shape.dimension(0), count, length)), 1, 0, 2);
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
