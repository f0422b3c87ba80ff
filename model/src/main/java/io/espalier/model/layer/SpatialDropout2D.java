// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.Shape;
import io.espalier.model.compute.Operations;
import java.util.List;

/** As {@link Dropout}, but channels of a picture are dropped as a whole. */
public record SpatialDropout2D(float rate) implements ComposedLayer {
    public SpatialDropout2D {
        Rates.check(rate, "SpatialDropout2D");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Inputs.ofRank(on.shape(value), 3, "(height, width, channels)");
        return on.dropout(value, Shape.of(1, 1, on.shape(value).channels()), rate);
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }
}
