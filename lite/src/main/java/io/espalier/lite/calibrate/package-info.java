// SPDX-License-Identifier: Apache-2.0
/**
 * Calibration: the range of each activation over a representative data set.
 *
 * <p>Start at {@link io.espalier.lite.calibrate.TensorRanges}, which a quantizer reads. A
 * {@link io.espalier.lite.calibrate.CalibrationMethod} defines how a range follows from the values that a tensor took.
 *
 * <p>Nothing here runs a model: {@code io.espalier.runtime.calibrate.Calibrator} does. The quantizer widens ranges to include zero and computes
 * scales and zero points from them.
 */
@NullMarked
package io.espalier.lite.calibrate;

import org.jspecify.annotations.NullMarked;
