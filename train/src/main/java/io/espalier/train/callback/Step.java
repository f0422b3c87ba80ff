// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.history.Metrics;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.function.Supplier;

/**
 * A step was done.
 *
 * @param step its number since the start of the training, from 1
 * @param epoch the number of its epoch, from 1
 * @param stepInEpoch its number in its epoch, from 1
 * @param runningMean over the epoch's batches so far
 * @param snapshot makes a copy of the model as it is after the step, if it is called before the next; costs nothing otherwise
 */
public record Step(
        long step,
        int epoch,
        int stepInEpoch,
        Metrics runningMean,
        float learningRate,
        Supplier<ParametrizedModel> snapshot) {}
