// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

/** What the numbers of an optimizer may be. */
final class Ranges {
    private Ranges() {}

    static void checkLearningRate(String optimizer, float value) {
        check(value > 0 && Float.isFinite(value), optimizer, "learning rate", "must be greater than 0", value);
    }

    static void checkDecay(String optimizer, String what, float value) {
        check(value >= 0 && value < 1, optimizer, what, "must be at least 0 and less than 1", value);
    }

    static void checkEpsilon(String optimizer, float value) {
        check(value > 0, optimizer, "epsilon", "must be greater than 0", value);
    }

    private static void check(boolean right, String optimizer, String what, String rule, float value) {
        if (!right) {
            throw new IllegalArgumentException("the " + what + " of " + optimizer + " " + rule + ", not " + value);
        }
    }
}
