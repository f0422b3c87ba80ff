// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import java.util.List;

/**
 * Which recipes of a space are tried, and how long.
 *
 * @param name one of {@link #NAMES}
 * @param eta of halving: one in so many goes on, with so many times the training
 * @param rungs of halving: how often it is decided who goes on, the last training in full included
 */
public record SamplerSettings(String name, int eta, int rungs) {
    /** All of a space, some at random, and those that start with short trainings. */
    public static final List<String> NAMES = List.of("grid", "random", "halving", "hyperband");

    /** All recipes of a space. */
    public static final SamplerSettings GRID = new SamplerSettings("grid", 3, 3);

    /** @throws IllegalArgumentException if a number is out of range */
    public SamplerSettings {
        if (eta < 2 || rungs < 1) {
            throw new IllegalArgumentException("'eta' must be 2 or more and 'rungs' 1 or more");
        }
    }

    /** Another sampler with the same numbers. */
    public SamplerSettings named(String other) {
        return new SamplerSettings(other, eta, rungs);
    }

    /** Whether trials are chosen at random. */
    public boolean isRandom() {
        return !name.equals("grid");
    }

    /** Whether some trials are ended early. */
    public boolean isHalving() {
        return name.equals("halving") || name.equals("hyperband");
    }
}
