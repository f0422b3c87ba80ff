// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Quantization.Granularity;

/**
 * Which weights become integers, and with how many scales.
 *
 * @param leastElements weights of fewer elements stay float: they would save little and cost accuracy
 */
public record WeightOptions(Granularity granularity, int leastElements) {
    /** Smaller weights stay float, as in TensorFlow's converter. */
    public static final int USUAL_LEAST_ELEMENTS = 1024;

    /** A scale for each channel of weights of {@value #USUAL_LEAST_ELEMENTS} elements or more. */
    public static final WeightOptions USUAL = new WeightOptions(Granularity.AUTOMATIC, USUAL_LEAST_ELEMENTS);

    public WeightOptions {
        if (leastElements < 0) {
            throw new IllegalArgumentException(
                    "the minimum number of elements must be 0 or more, not " + leastElements);
        }
    }
}
