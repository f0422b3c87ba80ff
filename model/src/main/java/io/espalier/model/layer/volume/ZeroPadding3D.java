// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds zeros around a volume.
 *
 * @param before how many at the start of depth, height and width
 * @param after how many at their ends
 */
public record ZeroPadding3D(List<Integer> before, List<Integer> after) implements ComposedLayer.ChannelwiseMove {
    public ZeroPadding3D {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (before.stream().anyMatch(zeros -> zeros < 0) || after.stream().anyMatch(zeros -> zeros < 0)) {
            throw new ModelException("padding must be 0 or more on each side, not " + before + " and " + after);
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        Inputs.volume(on.shape(volume));
        return on.pad(volume, withChannels(before), withChannels(after));
    }

    private static List<Integer> withChannels(List<Integer> zeros) {
        List<Integer> all = new ArrayList<>(zeros);
        all.add(0);
        return all;
    }
}
