// SPDX-License-Identifier: Apache-2.0
/** The records of a training run: metrics, epochs, history. */
@NullMarked
package io.espalier.train.history;

import org.jspecify.annotations.NullMarked;
