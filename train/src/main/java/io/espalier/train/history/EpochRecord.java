// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.Optional;

/**
 * What one epoch came to.
 *
 * @param epoch its number, from 1
 * @param training the mean over the epoch's batches, each before the weights changed by it, as Keras counts
 * @param validation on the validation set after the epoch, if there is one
 * @param learningRate that of the last step
 */
public record EpochRecord(
        int epoch, Metrics training, Optional<Metrics> validation, double seconds, float learningRate) {}
