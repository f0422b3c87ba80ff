// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * A layer applied to each step of a sequence (steps, ...), or of several, by itself. Its weights are that layer's, and all steps share them.
 */
public record TimeDistributed(Layer layer) implements ComposedLayer {
    public TimeDistributed {
        Objects.requireNonNull(layer, "layer");
        if (layer instanceof Input) {
            throw new ModelException("a TimeDistributed applies a layer to steps, not " + layer.kind());
        }
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return layer.weights(inputs.stream().map(TimeDistributed::step).toList());
    }

    private static Shape step(Shape sequence) {
        if (sequence.rank() < 2) {
            throw new ModelException("expects a sequence, (steps, ...), but the input has shape " + sequence.batched());
        }
        return new Shape(sequence.dimensions().subList(1, sequence.rank()));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.eachStep(inputs, layer);
    }

    @Override
    public List<String> kernels() {
        return layer.kernels();
    }
}
