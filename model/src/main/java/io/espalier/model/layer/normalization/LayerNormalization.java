// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.normalization;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of each example shifted and scaled to mean 0 and variance 1 along some dimensions, then by what is learned for each place there.
 *
 * <p>Weights, of those dimensions: {@code gamma} and {@code beta}, unless left out.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, 2016</a>
 */
public record LayerNormalization(List<Integer> axes, float epsilon, boolean center, boolean scale)
        implements ComposedLayer {
    public LayerNormalization {
        if (axes.isEmpty()) {
            throw new ModelException("a LayerNormalization needs at least one axis");
        }
        axes = List.copyOf(axes);
    }

    /** Keras's defaults: along the last dimension, epsilon 0.001. */
    public static LayerNormalization defaults() {
        return new LayerNormalization(List.of(-1), 1e-3f, true, true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        Shape shape = new Shape(places(input).stream().map(input::dimension).toList());
        List<WeightSpec> weights = new ArrayList<>();
        if (scale) {
            weights.add(WeightSpec.trainable("gamma", shape, Initializer.ONES));
        }
        if (center) {
            weights.add(WeightSpec.trainable("beta", shape, Initializer.ZEROS));
        }
        return weights;
    }

    private List<Integer> places(Shape input) {
        return axes.stream().map(axis -> Inputs.axis(input, axis)).sorted().toList();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        int[] places =
                places(on.shape(input)).stream().mapToInt(Integer::intValue).toArray();
        T centred = on.subtract(input, on.reduce(Reduction.MEAN, input, true, places));
        T variance = on.reduce(Reduction.MEAN, on.unary(Unary.SQUARE, centred), true, places);
        T normalized = on.multiply(centred, on.unary(Unary.RSQRT, on.add(variance, on.scalar(epsilon))));
        T scaled = scale ? on.multiply(normalized, spread(on, "gamma", on.shape(input))) : normalized;
        return center ? on.add(scaled, spread(on, "beta", on.shape(input))) : scaled;
    }

    /** A weight with dimensions of 1 where it is the same along a dimension of the input. */
    private <T> T spread(Operations<T> on, String weight, Shape input) {
        List<Integer> places = places(input);
        List<Integer> dimensions = new ArrayList<>();
        for (int axis = places.get(0); axis < input.rank(); axis++) {
            dimensions.add(places.contains(axis) ? input.dimension(axis) : 1);
        }
        return on.reshape(on.weight(weight), new Shape(dimensions));
    }
}
