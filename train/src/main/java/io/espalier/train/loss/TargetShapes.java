// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;

/** Which targets fit which outputs. */
final class TargetShapes {
    private TargetShapes() {}

    /** One target for each output; dimensions of 1 do not count. A class number fits a single output. */
    static void requireSame(Loss loss, ElementSpec targets, Shape output, String advice) {
        boolean oneEach = targets.elements() == 1 && output.elements() == 1;
        if (!oneEach && !new Shape(targets.shape()).squeezed().equals(output.squeezed())) {
            throw new TrainingException(loss.name() + " needs one target per output, but the targets are "
                    + targets.type() + " of shape " + new Shape(targets.shape()).batched()
                    + " and the model's output is " + output.batched() + advice);
        }
    }
}
