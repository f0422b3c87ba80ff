// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;

/** What a share of zeros may be. */
final class Sparsity {
    private Sparsity() {}

    static void check(String which, double sparsity) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new CompressionException("the " + which + " must be at least 0 and less than 1, not " + sparsity);
        }
    }
}
