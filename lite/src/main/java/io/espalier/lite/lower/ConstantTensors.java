// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Ints;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The constants of a layer as tensors of the graph: each is kept once, however many operators use it. */
final class ConstantTensors {
    private final SubgraphBuilder builder;
    private final Map<Stored, Integer> stored = new HashMap<>();
    private final Map<Numbers, Integer> numbers = new HashMap<>();

    /** @param shape tells parts and arrangements of a weight apart, which share its name */
    private record Stored(String name, Shape shape, Layout layout) {}

    private record Numbers(Ints shape, Ints values) {
        // Not a record's own, which Java takes longer to set up than to lower a small model.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Numbers numbers && shape.equals(numbers.shape) && values.equals(numbers.values);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + values.hashCode();
        }
    }

    /** For which operator the numbers of a constant are arranged. */
    enum Layout {
        PLAIN,
        CONVOLUTION,
        DEPTHWISE_CONVOLUTION,
        FULLY_CONNECTED,
        TRANSPOSED_CONVOLUTION;

        private WeightLayout of(Tensor tensor) {
            return switch (this) {
                case PLAIN -> WeightLayout.plain(tensor);
                case CONVOLUTION -> WeightLayout.convolution(tensor);
                case DEPTHWISE_CONVOLUTION -> WeightLayout.depthwise(tensor);
                case FULLY_CONNECTED -> WeightLayout.fullyConnected(tensor);
                case TRANSPOSED_CONVOLUTION -> WeightLayout.transposedConvolution(tensor);
            };
        }
    }

    ConstantTensors(SubgraphBuilder builder) {
        this.builder = builder;
    }

    /** A constant as operators want it. */
    int stored(TfliteValues.Constant constant, Layout layout) {
        return stored.computeIfAbsent(
                new Stored(constant.name(), constant.values().shape(), layout),
                key -> builder.weights(constant.name(), layout.of(constant.values()), constant.weight()));
    }

    /** Whole numbers that tell an operator what to do. */
    int ints(Supplier<String> name, Ints shape, int... values) {
        return numbers.computeIfAbsent(
                new Numbers(shape, Ints.of(values)), key -> builder.ints(name.get(), shape, values));
    }
}
