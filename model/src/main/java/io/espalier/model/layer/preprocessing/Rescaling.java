// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.preprocessing;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;

/**
 * Each number times a scale, plus an offset.
 *
 * @param scale one for all, or one for each channel
 * @param offset likewise
 */
public record Rescaling(List<Float> scale, List<Float> offset) implements ComposedLayer {
    public Rescaling {
        if (scale.isEmpty() || offset.isEmpty()) {
            throw new ModelException("a Rescaling needs a scale and an offset");
        }
        scale = List.copyOf(scale);
        offset = List.copyOf(offset);
    }

    /** A layer with the same scale and offset for all channels. */
    public static Rescaling of(float scale, float offset) {
        return new Rescaling(List.of(scale), List.of(offset));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T scaled = on.multiply(Inputs.single(inputs), constant(on, scale));
        return offset.stream().allMatch(number -> number == 0) ? scaled : on.add(scaled, constant(on, offset));
    }

    private static <T> T constant(Operations<T> on, List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return on.constant(Tensor.of(values.length == 1 ? Shape.of() : Shape.of(values.length), values));
    }
}
