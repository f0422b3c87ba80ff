// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;

/** Shares of numbers that are dropped. */
final class Rates {
    private Rates() {}

    static void check(float rate, String layer) {
        if (!(rate >= 0 && rate < 1)) {
            throw new ModelException("the rate of a " + layer + " is from 0 to below 1, not " + rate);
        }
    }
}
