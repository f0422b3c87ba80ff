// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.EpochRecord;
import java.util.function.Supplier;

/**
 * An epoch was done, and validated where there is a validation set.
 *
 * @param model makes a copy of the model as it is now
 * @param control to end the training or change its weights
 */
public record EpochEnd(EpochRecord epoch, Supplier<Model> model, TrainingControl control) {}
