// SPDX-License-Identifier: Apache-2.0
/**
 * What is learnt about activations before they are quantized: the range of each, from running a representative data set.
 *
 * <p>Start at {@link io.espalier.lite.calibrate.TensorRanges}, which a quantizer reads. A
 * {@link io.espalier.lite.calibrate.CalibrationMethod} says how a range follows from the values that a tensor took; its
 * {@link io.espalier.lite.calibrate.Observer} sees the values, and observers of parts of the data merge into one of the whole.
 *
 * <p>Nothing here runs a model: {@code io.espalier.runtime.calibrate.Calibrator} does. Nor does a scale or a zero point follow here from a
 * range: that, and the widening of ranges to hold zero, is the quantizer's.
 */
@NullMarked
package io.espalier.lite.calibrate;

import org.jspecify.annotations.NullMarked;
