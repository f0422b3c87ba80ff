// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * The product of two or more inputs, element by element.
 *
 * <p>As in Keras, shapes are aligned at their last dimension, and dimensions of size 1 or that one input lacks are repeated: of (height,
 * width, channels) and (channels) each image's channels are scaled.
 */
public record Multiply() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return Inputs.several(inputs).stream().reduce(on::multiply).orElseThrow();
    }
}
