// SPDX-License-Identifier: Apache-2.0
/** Epochs and steps of training, each against another in turn. */
@NullMarked
package io.espalier.bench.training;

import org.jspecify.annotations.NullMarked;
