// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import java.util.Arrays;

/** How many examples each batch of an epoch has: all the same, but for what is left at the end. */
final class BatchSizes {
    private BatchSizes() {}

    static int[] of(int examples, int batchSize) {
        int[] sizes = new int[(examples + batchSize - 1) / batchSize];
        Arrays.fill(sizes, batchSize);
        if (examples % batchSize != 0) {
            sizes[sizes.length - 1] = examples % batchSize;
        }
        return sizes;
    }
}
