// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.parametrize.ParametrizedModel;
import java.util.function.Supplier;

/**
 * An epoch is about to begin, or to go on where it was stopped.
 *
 * @param epoch its number, from 1
 * @param stepsDone how many of its steps were done before the training was resumed; 0 otherwise
 * @param snapshot makes a copy of the model as it is now; costs nothing unless it is called
 */
public record EpochStart(int epoch, int stepsDone, Supplier<ParametrizedModel> snapshot) {}
