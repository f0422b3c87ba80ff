// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Quantization.Granularity;

/**
 * Which weights become integers, and with how many scales.
 *
 * @param leastElements weights of fewer elements stay float: they would save little and cost accuracy
 * @param portable where dynamic range would store weights behind a DEQUANTIZE, they stay float, since simple runtimes take none
 */
public record WeightOptions(Granularity granularity, int leastElements, boolean portable) {
    /** Smaller weights stay float, as in TensorFlow's converter. */
    public static final int USUAL_LEAST_ELEMENTS = 1024;

    /** A scale for each channel of weights of {@value #USUAL_LEAST_ELEMENTS} elements or more. */
    public static final WeightOptions USUAL = new WeightOptions(Granularity.AUTOMATIC, USUAL_LEAST_ELEMENTS);

    /** For TFLite alone. */
    public WeightOptions(Granularity granularity, int leastElements) {
        this(granularity, leastElements, false);
    }

    public WeightOptions {
        if (leastElements < 0) {
            throw new IllegalArgumentException(
                    "the minimum number of elements must be 0 or more, not " + leastElements);
        }
    }
}
