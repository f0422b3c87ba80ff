// SPDX-License-Identifier: Apache-2.0
/**
 * Callbacks that observe training: progress bars, logs, model checkpoints, early stopping.
 *
 * <p>Implement {@link io.espalier.train.callback.Callback} for your own. Its events are records.
 */
@NullMarked
package io.espalier.train.callback;

import org.jspecify.annotations.NullMarked;
