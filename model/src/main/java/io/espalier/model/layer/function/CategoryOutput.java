// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How Keras's layers that make categories of numbers put them out: {@code output_mode}. */
public enum CategoryOutput {
    /** As whole numbers from 0. */
    INT,
    /** A 1 in the place of each category, along a new last dimension; in the place of the last dimension if that has one element. */
    ONE_HOT,
    /** A 1 in the place of each category that the last dimension has, which these places replace. */
    MULTI_HOT,
    /** Likewise, how often it has each. */
    COUNT;

    /** Keras's name, such as {@code one_hot}. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The output.
     *
     * @param categories whole numbers from 0; others are no category
     * @param count of all categories
     * @param weights how much each of them counts, instead of 1; of the shape of the categories
     */
    <T> T of(Operations<T> on, T categories, int count, Optional<T> weights) {
        if (this == INT) {
            return categories;
        }
        Shape shape = on.shape(categories);
        if (shape.rank() == 0) {
            throw new ModelException(
                    "makes categories of single numbers; it takes at least one dimension after the batch");
        }
        T hot = is(on, categories, numbers(count));
        return switch (this) {
            case ONE_HOT -> shape.channels() == 1 ? on.reshape(hot, with(shape, shape.rank() - 1, count)) : hot;
            case MULTI_HOT -> on.reduce(Reduction.MAXIMUM, hot, false, shape.rank() - 1);
            default -> {
                T counted = weights.map(each -> {
                            if (!on.shape(each).equals(shape)) {
                                throw new ModelException("has weights of shape "
                                        + on.shape(each).batched() + " for categories of shape " + shape.batched());
                            }
                            return on.multiply(hot, column(on, each));
                        })
                        .orElse(hot);
                yield on.reduce(Reduction.SUM, counted, false, shape.rank() - 1);
            }
        };
    }

    /** For each number and each of some constants, 1 if they are the same, else 0; the constants lie along a new last dimension. */
    static <T> T is(Operations<T> on, T value, Tensor constants) {
        return on.binary(Binary.EQUAL, column(on, value), on.constant(constants));
    }

    /** With a last dimension of 1. */
    static <T> T column(Operations<T> on, T value) {
        Shape shape = on.shape(value);
        return on.reshape(value, with(shape, shape.rank(), 1));
    }

    /** The first dimensions of a shape, and one more. */
    private static Shape with(Shape shape, int rank, int last) {
        List<Integer> dimensions = new ArrayList<>(shape.dimensions().subList(0, rank));
        dimensions.add(last);
        return new Shape(dimensions);
    }

    private static Tensor numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return Tensor.of(Shape.of(count), numbers);
    }
}
