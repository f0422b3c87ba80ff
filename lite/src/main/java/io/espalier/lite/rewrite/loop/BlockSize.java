// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

/** How many steps a loop does at a time. */
final class BlockSize {
    /** A loop costs a few microseconds each time. */
    private static final int MOST_TIMES = 8;

    private BlockSize() {}

    /** Of those that need no more than eight blocks the one that writes the fewest steps into the file: a block, and what remains before the loop. */
    static int of(int steps) {
        int best = steps;
        for (int block = (steps + MOST_TIMES - 1) / MOST_TIMES; block <= steps; block++) {
            if (block + steps % block < best + steps % best) {
                best = block;
            }
        }
        return best;
    }
}
