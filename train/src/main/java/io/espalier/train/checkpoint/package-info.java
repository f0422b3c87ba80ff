// SPDX-License-Identifier: Apache-2.0
/**
 * A training on disk, so that it can be stopped and go on as if it had not been.
 *
 * <p>{@link io.espalier.train.checkpoint.TrainingCheckpoint} is the complete state of a training at one moment, and its file. When one is written, and how a
 * training goes on from it, is the trainer's business.
 */
@NullMarked
package io.espalier.train.checkpoint;

import org.jspecify.annotations.NullMarked;
