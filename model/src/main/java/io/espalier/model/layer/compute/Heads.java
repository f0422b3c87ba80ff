// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The projections of attention with several heads: of queries, keys and values into heads, and of what the heads found to the output.
 *
 * @param useBias whether each has a bias
 */
public record Heads(boolean useBias) {
    private static final String OUTPUT = "attention_output";

    /** All kernels, in the order of the weights. */
    public static final List<String> KERNELS =
            List.of("query/kernel", "key/kernel", "value/kernel", OUTPUT + "/kernel");

    /**
     * How many heads a projection gives, and how long they are.
     *
     * @param name such as {@code query}
     */
    public record Projection(String name, int heads, int length) {}

    /** @throws ModelException if the inputs are not a query, a value and perhaps a key */
    public static void check(List<Shape> inputs) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new ModelException("expects a query, a value and perhaps a key, but has " + inputs.size()
                    + " inputs; for self-attention, pass the same input twice");
        }
        inputs.forEach(input -> Inputs.ofRank(input, 2, "(steps, features)"));
    }

    /**
     * The weights of all projections.
     *
     * @param inputs query, value and perhaps key
     * @param features of the output
     */
    public List<WeightSpec> weights(
            List<Shape> inputs, Projection query, Projection key, Projection value, int features) {
        check(inputs);
        List<WeightSpec> weights = new ArrayList<>();
        add(weights, query, inputs.get(0));
        add(weights, key, inputs.get(inputs.size() - 1));
        add(weights, value, inputs.get(1));
        weights.add(WeightSpec.kernel(OUTPUT + "/kernel", Shape.of(query.heads(), value.length(), features)));
        if (useBias) {
            weights.add(WeightSpec.trainable(OUTPUT + "/bias", Shape.of(features), Initializer.ZEROS));
        }
        return weights;
    }

    private void add(List<WeightSpec> weights, Projection one, Shape input) {
        weights.add(WeightSpec.trainable(
                one.name() + "/kernel",
                Shape.of(input.channels(), one.heads(), one.length()),
                Initializer.GLOROT_UNIFORM));
        if (useBias) {
            weights.add(
                    WeightSpec.trainable(one.name() + "/bias", Shape.of(one.heads(), one.length()), Initializer.ZEROS));
        }
    }

    /** An input (steps, features) in heads: (heads, steps, length). */
    public <T> T into(Operations<T> on, T input, Projection one) {
        Shape shape = on.shape(input);
        int units = one.heads() * one.length();
        T kernel = on.reshape(on.weight(one.name() + "/kernel"), Shape.of(shape.channels(), units));
        T product = on.dense(input, kernel);
        T sums = useBias ? on.add(product, on.reshape(on.weight(one.name() + "/bias"), Shape.of(units))) : product;
        return on.transpose(on.reshape(sums, Shape.of(shape.dimension(0), one.heads(), one.length())), 1, 0, 2);
    }

    /** What the heads found, (heads, steps, length), as the output (steps, features). */
    public <T> T outOf(Operations<T> on, T found) {
        Shape shape = on.shape(found);
        int units = shape.dimension(0) * shape.dimension(2);
        T kernel = on.weight(OUTPUT + "/kernel");
        T sums = on.dense(
                on.reshape(on.transpose(found, 1, 0, 2), Shape.of(shape.dimension(1), units)),
                on.reshape(kernel, Shape.of(units, on.shape(kernel).channels())));
        return useBias ? on.add(sums, on.weight(OUTPUT + "/bias")) : sums;
    }
}
