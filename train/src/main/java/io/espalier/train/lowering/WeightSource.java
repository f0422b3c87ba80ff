// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.WeightKey;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Where layers find their weights: variables, constants, or either seen through a parametrization. */
@FunctionalInterface
public interface WeightSource {
    /** The value of a weight at the time the graph runs, in the shape the model gives it. */
    Operand<TFloat32> weight(WeightKey key);
}
