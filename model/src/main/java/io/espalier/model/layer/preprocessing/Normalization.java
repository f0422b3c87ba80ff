// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.preprocessing;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * Shifts and scales each channel by a mean and a variance computed from data beforehand: {@code (x - mean) / max(sqrt(variance),
 * epsilon)}.
 *
 * <p>Weights, none of which is trained: {@code mean} and {@code variance} of shape (channels), and {@code count}, a scalar, the number of
 * values they were computed from.
 */
public record Normalization() implements ComposedLayer {
    private static final float EPSILON = 1e-7f;

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape channels = Shape.of(Inputs.single(inputs).channels());
        return List.of(
                WeightSpec.fixed("mean", channels, Initializer.ZEROS),
                WeightSpec.fixed("variance", channels, Initializer.ONES),
                WeightSpec.fixed("count", Shape.of(), Initializer.ZEROS));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T shifted = on.subtract(Inputs.single(inputs), on.weight("mean"));
        T deviation = on.unary(Unary.SQRT, on.weight("variance"));
        return on.binary(Binary.DIVIDE, shifted, on.binary(Binary.MAXIMUM, deviation, on.scalar(EPSILON)));
    }
}
