// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** As {@link Dropout}, but channels of a volume are dropped as a whole. */
public record SpatialDropout3D(float rate) implements ComposedLayer.ChannelwiseMove {
    public SpatialDropout3D {
        Rates.check(rate, "SpatialDropout3D");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = Inputs.volume(on.shape(value));
        return on.dropout(value, Shape.of(1, 1, 1, shape.channels()), rate);
    }
}
