// SPDX-License-Identifier: Apache-2.0
/** Calibration: the ranges of activations, observed in the real interpreter. */
@NullMarked
package io.espalier.runtime.calibrate;

import org.jspecify.annotations.NullMarked;
