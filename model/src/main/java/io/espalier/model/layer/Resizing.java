// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.compute.Interpolation;
import io.espalier.model.compute.Operations;
import java.util.List;

/** A picture in another size, whatever its proportions. */
public record Resizing(Size size, Interpolation interpolation) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Inputs.ofRank(on.shape(picture), 3, "(height, width, channels)");
        return on.resize(picture, size, interpolation);
    }

    @Override
    public boolean movesValues() {
        return interpolation == Interpolation.NEAREST;
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }
}
