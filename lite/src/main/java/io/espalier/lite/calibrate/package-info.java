// SPDX-License-Identifier: Apache-2.0
/**
 * What is learnt about activations before they are quantized: the range of each, from running a representative data set.
 *
 * <p>Start at {@link io.espalier.lite.calibrate.TensorRanges}, which a quantizer reads. No scale and no zero point follow here from a
 * range: that, and the widening of ranges to hold zero, is the quantizer's.
 */
@NullMarked
package io.espalier.lite.calibrate;

import org.jspecify.annotations.NullMarked;
