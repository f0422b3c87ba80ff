// SPDX-License-Identifier: Apache-2.0
/**
 * What may look on while a model is trained: progress, logs, checkpoints, early stopping.
 *
 * <p>{@link io.espalier.train.callback.Callback} is the seam; its events are records. None sees the session that trains.
 */
@NullMarked
package io.espalier.train.callback;

import org.jspecify.annotations.NullMarked;
