// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** Removes steps at the start and the end of a sequence (steps, channels). */
public record Cropping1D(int start, int end) implements ComposedLayer.ChannelwiseMove {
    public Cropping1D {
        if (start < 0 || end < 0) {
            throw new ModelException("cropping must be 0 or more at each end, not " + start + " and " + end);
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.sequence(on.shape(sequence));
        return cropped(on, sequence, 0, start, end);
    }

    static <T> T cropped(Operations<T> on, T value, int axis, int before, int after) {
        if (before == 0 && after == 0) {
            return value;
        }
        int size = on.shape(value).dimension(axis) - before - after;
        if (size < 1) {
            throw new ModelException("crops " + (before + after) + " from a dimension of "
                    + on.shape(value).dimension(axis) + " in "
                    + on.shape(value).batched() + ", so that nothing is left");
        }
        return on.slice(value, axis, before, size);
    }
}
