// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

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
}
