// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a quantized model more accurate, at the cost of time.
 *
 * @param equalize whether channels of layers that follow each other are scaled against each other before ranges are looked at
 * @param rounding of weights, where activations become integers
 * @param biasCorrection whether biases make up for what rounded weights are off on average, where activations become integers
 */
public record Improvements(boolean equalize, Rounding rounding, boolean biasCorrection) {
    /** Nothing of it. */
    public static final Improvements NONE = new Improvements(false, Rounding.NEAREST, false);

    /** Whether samples are looked at beyond the ranges that they give. */
    public boolean lookAtSamples() {
        return rounding == Rounding.GPTQ || biasCorrection;
    }

    /**
     * What is done to constants between the plan and its application, in order.
     *
     * @param original the graph that the plan is of
     * @param memory of what the data showed before
     */
    public List<WeightAdjustment> adjustments(Graph original, CalibrationMemory memory) {
        List<WeightAdjustment> adjustments = new ArrayList<>();
        if (rounding == Rounding.GPTQ) {
            adjustments.add(new GptqRounding(memory));
        }
        if (biasCorrection) {
            adjustments.add(new BiasCorrection(original, memory));
        }
        return adjustments;
    }

    /** The requested improvements, in the words of recipes. */
    public List<String> asked() {
        List<String> asked = new ArrayList<>();
        if (equalize) {
            asked.add("equalize");
        }
        if (rounding != Rounding.NEAREST) {
            asked.add("rounding " + rounding);
        }
        if (biasCorrection) {
            asked.add("bias_correction");
        }
        return asked;
    }
}
