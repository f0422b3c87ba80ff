// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/**
 * The share of examples whose most probable class is the right one. Counts of parts merge to the count of the whole, in any
 * order.
 */
public record Accuracy(long correct, long total) {
    public static final Accuracy NONE = new Accuracy(0, 0);

    public Accuracy {
        if (correct < 0 || correct > total) {
            throw new IllegalArgumentException("impossible accuracy: " + correct + " correct out of " + total);
        }
    }

    public Accuracy add(boolean right) {
        return new Accuracy(correct + (right ? 1 : 0), total + 1);
    }

    public Accuracy merge(Accuracy other) {
        return new Accuracy(correct + other.correct, total + other.total);
    }

    /** From 0 to 1; NaN where nothing was counted. */
    public double value() {
        return total == 0 ? Double.NaN : (double) correct / total;
    }
}
