// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.WeightKey;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What layers need to know while they are trained.
 *
 * @param step the number of the step, from 1: random numbers follow from it and the seed alone, whatever runs beside them
 * @param updates the new value of each weight that the layer itself changes, such as a moving average
 */
public record TrainingBehaviour(long seed, Operand<TInt64> step, Map<WeightKey, Operand<TFloat32>> updates) {}
