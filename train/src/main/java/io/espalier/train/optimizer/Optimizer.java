// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** An optimizer: how weights change with their gradients. The optimizers are the records of this package. */
public interface Optimizer {
    /** Keras's name, such as {@code adam}. */
    String name();

    /** The learning rate without a schedule. */
    float learningRate();

    /** The names of its state per weight. Each has the weight's shape and starts at zero. */
    List<String> slots();

    /** Adds the operation that updates one weight and its slots to the graph. */
    Op update(Ops tf, WeightUpdate update);

    /**
     * The inputs of the update of one weight.
     *
     * @param variable the resource that holds the weight
     * @param slots the resources that hold the optimizer's values for it, in the order of {@link Optimizer#slots()}
     * @param gradient of the loss with respect to the weight
     * @param learningRate of this step, a scalar
     * @param step its number, from 1, a scalar
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
