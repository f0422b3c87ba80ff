// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * Keras's GlobalMaxPooling3D and GlobalAveragePooling3D.
 *
 * @param keepDimensions whether the output is a volume of one element rather than a vector
 */
public record GlobalVolumePooling(Reduction reduction, boolean keepDimensions) implements ComposedLayer.Channelwise {
    @Override
    public String kind() {
        return reduction == Reduction.MAXIMUM ? "GlobalMaxPooling3D" : "GlobalAveragePooling3D";
    }

    @Override
    public boolean movesValues() {
        return reduction == Reduction.MAXIMUM;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        Inputs.volume(on.shape(volume));
        return on.reduce(reduction, volume, keepDimensions, 0, 1, 2);
    }
}
