// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * Removes what is at the borders of a volume.
 *
 * @param before how much at the start of depth, height and width
 * @param after how much at their ends
 */
public record Cropping3D(List<Integer> before, List<Integer> after) implements ComposedLayer.ChannelwiseMove {
    public Cropping3D {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        Shape shape = Inputs.volume(on.shape(volume));
        for (int axis = 0; axis < before.size(); axis++) {
            int size = shape.dimension(axis) - before.get(axis) - after.get(axis);
            if (size < 1 || before.get(axis) < 0 || after.get(axis) < 0) {
                throw new ModelException("cannot crop " + before + " and " + after + " from " + shape.batched());
            }
            volume = size == shape.dimension(axis) ? volume : on.slice(volume, axis, before.get(axis), size);
        }
        return volume;
    }
}
