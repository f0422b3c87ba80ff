// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes a quantized model more accurate, at the cost of time.
 *
 * @param equalize whether channels of layers that follow each other are scaled against each other before ranges are looked at
 */
public record Improvements(boolean equalize) {
    /** Nothing of it. */
    public static final Improvements NONE = new Improvements(false);

    /** What is asked for, as recipes say it. */
    List<String> asked() {
        List<String> asked = new ArrayList<>();
        if (equalize) {
            asked.add("equalize");
        }
        return asked;
    }
}
