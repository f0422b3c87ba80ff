// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.lite.quantize.improve.GptqRounding;
import io.espalier.lite.quantize.improve.WeightAdjustment;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a quantized model more accurate, at the cost of time.
 *
 * @param equalize whether channels of layers that follow each other are scaled against each other before ranges are looked at
 * @param rounding of weights, where activations become integers
 */
public record Improvements(boolean equalize, Rounding rounding) {
    /** Nothing of it. */
    public static final Improvements NONE = new Improvements(false, Rounding.NEAREST);

    /** What is done to constants between the plan and its application, in order. */
    List<WeightAdjustment> adjustments() {
        return rounding == Rounding.GPTQ ? List.of(new GptqRounding()) : List.of();
    }

    /** What is asked for, as recipes say it. */
    List<String> asked() {
        List<String> asked = new ArrayList<>();
        if (equalize) {
            asked.add("equalize");
        }
        if (rounding != Rounding.NEAREST) {
            asked.add("rounding " + rounding);
        }
        return asked;
    }
}
