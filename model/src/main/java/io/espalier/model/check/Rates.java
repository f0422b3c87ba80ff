// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.check;

import io.espalier.model.tensor.ModelException;

/** Shares of numbers that are dropped. */
public final class Rates {
    private Rates() {}

    public static void check(float rate, String layer) {
        if (!(rate >= 0 && rate < 1)) {
            throw new ModelException("the rate of a " + layer + " is from 0 to below 1, not " + rate);
        }
    }
}
