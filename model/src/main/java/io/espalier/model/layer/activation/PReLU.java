// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers below 0 are multiplied by slopes that are learned; others stay.
 *
 * <p>Weight: {@code alpha}, of the shape of the input, with 1 for the shared dimensions.
 *
 * @param sharedAxes dimensions along which one slope is used for all, from 0 after the batch or, below 0, from the end
 * @see <a href="https://arxiv.org/abs/1502.01852">He and others, 2015</a>
 */
public record PReLU(List<Integer> sharedAxes) implements ComposedLayer {
    public PReLU {
        sharedAxes = List.copyOf(sharedAxes);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        List<Integer> dimensions = new ArrayList<>(input.dimensions());
        sharedAxes.forEach(axis -> dimensions.set(Inputs.axis(input, axis), 1));
        return List.of(WeightSpec.trainable("alpha", new Shape(dimensions), Initializer.ZEROS));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.prelu(Inputs.single(inputs), on.weight("alpha"));
    }
}
