// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.preprocessing;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.compute.Resampling;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Objects;

/** Resizes images; the aspect ratio may change. */
public record Resizing(Size size, Interpolation interpolation) implements ComposedLayer.Channelwise {
    public Resizing {
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(interpolation, "interpolation");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return Resampling.resize(on, Inputs.single(inputs), size, interpolation);
    }

    @Override
    public boolean movesValues() {
        return interpolation == Interpolation.NEAREST;
    }
}
