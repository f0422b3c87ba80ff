// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A tensor of the graph.
 *
 * @param shape without the batch
 * @param batched whether it has a batch in front; constants have none
 * @param logits the input of the softmax or sigmoid that computed it, if one did
 */
record Value(Operand<TFloat32> operand, Shape shape, boolean batched, Optional<LayerOutput.Logits> logits) {
    static final Operations<Shape> SHAPES = Operations.shapes(List.of());

    Value(Operand<TFloat32> operand, Shape shape, boolean batched) {
        this(operand, shape, batched, Optional.empty());
    }

    Value with(Operand<TFloat32> changed) {
        return new Value(changed, shape, batched);
    }

    Value with(Operand<TFloat32> changed, ActivationFunction function) {
        return new Value(changed, shape, batched, Optional.of(new LayerOutput.Logits(function, operand)));
    }

    LayerOutput output() {
        return new LayerOutput(operand, logits, Optional.empty());
    }

    /** How many dimensions it has in front of its shape. */
    int batches() {
        return batched ? 1 : 0;
    }

    /** Where an axis of the shape, counted from the end below 0, is among all dimensions. */
    int place(int axis) {
        return (axis < 0 ? shape.rank() + axis : axis) + batches();
    }
}
