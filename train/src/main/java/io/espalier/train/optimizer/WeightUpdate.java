// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * What an optimizer has at hand to change one weight.
 *
 * @param variable the resource that holds the weight
 * @param slots the resources that hold the optimizer's values for it, in the order of {@link Optimizer#slots()}
 * @param gradient of the loss with respect to the weight
 * @param learningRate a scalar, that of this step
 * @param step a scalar, the number of this step from 1
 */
public record WeightUpdate(
        Operand<? extends TType> variable,
        List<Operand<? extends TType>> slots,
        Operand<TFloat32> gradient,
        Operand<TFloat32> learningRate,
        Operand<TFloat32> step) {
    public WeightUpdate {
        slots = List.copyOf(slots);
    }
}
