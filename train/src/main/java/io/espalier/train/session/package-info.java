// SPDX-License-Identifier: Apache-2.0
/**
 * Models in TensorFlow sessions: variables, steps, and examples on their way in.
 *
 * <p>Start at {@link io.espalier.train.session.TrainingSession}. What to do with it, epoch after epoch, is the trainer's business. Examples
 * stay as they are stored until a batch of them is gathered, cast and scaled in the graph. Models that TensorFlow saved itself are run by {@link
 * io.espalier.train.session.SavedModel}.
 */
@NullMarked
package io.espalier.train.session;

import org.jspecify.annotations.NullMarked;
