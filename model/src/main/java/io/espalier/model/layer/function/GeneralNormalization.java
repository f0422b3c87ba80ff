// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keras's Normalization with any settings: {@code (x - mean) / max(sqrt(variance), epsilon)}, or the inverse of that.
 *
 * <p>Weights, none of which is trained and unless the moments are given: {@code mean} and {@code variance} with the sizes of the axes, and
 * {@code count}, a scalar, which says of how many numbers they are.
 *
 * @param axes those along which mean and variance differ; none if one of each is for all numbers
 * @param inverse whether normalized numbers become what they were before
 * @param moments mean and variance, if they are settings rather than weights
 */
public record GeneralNormalization(List<Integer> axes, boolean inverse, Optional<Moments> moments)
        implements ComposedLayer {
    private static final float EPSILON = 1e-7f;

    /** A mean and a variance, each a scalar or as long as the sizes of the axes together. */
    public record Moments(Tensor mean, Tensor variance) {}

    public GeneralNormalization {
        axes = List.copyOf(axes);
    }

    @Override
    public String kind() {
        return "Normalization";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        if (moments.isPresent()) {
            return List.of();
        }
        Shape kept = new Shape(places(Inputs.single(inputs)).stream()
                .map(Inputs.single(inputs)::dimension)
                .toList());
        return List.of(
                WeightSpec.fixed("mean", kept, Initializer.ZEROS),
                WeightSpec.fixed("variance", kept, Initializer.ONES),
                WeightSpec.fixed("count", Shape.of(), Initializer.ZEROS));
    }

    // From the first axis to the last, as Keras sorts them.
    private List<Integer> places(Shape input) {
        return axes.stream()
                .map(axis -> axis < 0 ? axis + input.rank() : axis)
                .sorted()
                .toList();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape aligned = aligned(on.shape(value));
        T mean = moments.map(given -> on.constant(shaped(given.mean(), aligned)))
                .orElseGet(() -> on.reshape(on.weight("mean"), aligned));
        T variance = moments.map(given -> on.constant(shaped(given.variance(), aligned)))
                .orElseGet(() -> on.reshape(on.weight("variance"), aligned));
        T deviation = on.binary(Binary.MAXIMUM, on.unary(Unary.SQRT, variance), on.scalar(EPSILON));
        return inverse
                ? on.add(on.multiply(value, deviation), mean)
                : on.binary(Binary.DIVIDE, on.subtract(value, mean), deviation);
    }

    /** The sizes of the axes in their places, and 1 elsewhere. */
    private Shape aligned(Shape input) {
        List<Integer> places = places(input);
        List<Integer> dimensions = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            dimensions.add(places.contains(axis) ? input.dimension(axis) : 1);
        }
        return new Shape(dimensions);
    }

    private static Tensor shaped(Tensor given, Shape aligned) {
        if (given.shape().elements() == 1) {
            return Tensor.of(Shape.of(), given.get(0));
        }
        if (given.shape().elements() != aligned.elements()) {
            throw new ModelException("the mean and the variance need " + aligned.elements()
                    + " numbers each, but one has " + given.shape().elements());
        }
        return Tensor.of(aligned, given.buffer());
    }
}
