// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** How a weight changes with its gradient. */
public interface Optimizer {
    /** Keras's name. */
    String name();

    /** The learning rate to start with; schedules change it from there. */
    float learningRate();

    /** The names of the values it keeps for each weight, of the weight's shape and zero at first. */
    List<String> slots();

    /** Adds the operation that changes one weight and its slots. */
    Op update(Ops tf, WeightUpdate update);

    /**
     * What an optimizer has at hand to change one weight.
     *
     * @param variable the resource that holds the weight
     * @param slots the resources that hold the optimizer's values for it, in the order of {@link Optimizer#slots()}
     * @param gradient of the loss with respect to the weight
     * @param learningRate a scalar, that of this step
     * @param step a scalar, the number of this step from 1
     */
    record WeightUpdate(
            Operand<? extends TType> variable,
            List<Operand<? extends TType>> slots,
            Operand<TFloat32> gradient,
            Operand<TFloat32> learningRate,
            Operand<TFloat32> step) {
        public WeightUpdate {
            slots = List.copyOf(slots);
        }
    }
}
