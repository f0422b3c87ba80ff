// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** In which order each epoch takes the examples. */
record ExampleOrder(long seed, boolean shuffled) {
    int[] of(int examples, int epoch) {
        int[] order = IntStream.range(0, examples).toArray();
        if (shuffled) {
            shuffle(order, new SplittableRandom(seed * 1_000_003 + epoch));
        }
        return order;
    }

    // Fisher and Yates.
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int last = order.length - 1; last > 0; last--) {
            int chosen = random.nextInt(last + 1);
            int moved = order[last];
            order[last] = order[chosen];
            order[chosen] = moved;
        }
    }
}
