// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Repeats a vector (features) to a sequence (times, features). */
public record RepeatVector(int times) implements ComposedLayer.ChannelwiseMove {
    public RepeatVector {
        if (times < 1) {
            throw new ModelException("a RepeatVector repeats at least once, not " + times + " times");
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T vector = Inputs.single(inputs);
        int features = Inputs.ofRank(on.shape(vector), 1, "(features)").dimension(0);
        return on.tile(on.reshape(vector, Shape.of(1, features)), List.of(times, 1));
    }
}
