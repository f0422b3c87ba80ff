// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * A layer with several outputs. Where there is more than one, they come out as one row of numbers, one output after the other; a {@link
 * CallOutput} behind it is one of them.
 */
public interface SeveralOutputs extends ComposedLayer {
    /** Computes the outputs. */
    <T> List<T> computeAll(Operations<T> on, List<T> inputs);

    /** The shape of each output. */
    default List<Shape> outputShapes(List<Shape> inputs) {
        List<WeightSpec> weights = weights(inputs);
        return computeAll(Operations.shapes(weights), inputs);
    }

    @Override
    default <T> T compute(Operations<T> on, List<T> inputs) {
        List<T> outputs = computeAll(on, inputs);
        if (outputs.size() == 1) {
            return outputs.get(0);
        }
        return on.concatenate(
                outputs.stream()
                        .map(output ->
                                on.reshape(output, Shape.of(on.shape(output).elements())))
                        .toList(),
                0);
    }
}
