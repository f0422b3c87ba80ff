// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/**
 * Classification accuracy: the share of examples whose predicted class is the right one. Immutable; counts of parts can be merged in any order.
 *
 * @param correct the number of examples classified correctly
 * @param total the number of examples
 */
public record Accuracy(long correct, long total) {
    /** No examples yet. */
    public static final Accuracy NONE = new Accuracy(0, 0);

    public Accuracy {
        if (correct < 0 || correct > total) {
            throw new IllegalArgumentException("impossible accuracy: " + correct + " correct out of " + total);
        }
    }

    /** This with one more example. */
    public Accuracy add(boolean right) {
        return new Accuracy(correct + (right ? 1 : 0), total + 1);
    }

    /** The accuracy on the examples of both. */
    public Accuracy merge(Accuracy other) {
        return new Accuracy(correct + other.correct, total + other.total);
    }

    /** The accuracy, from 0 to 1; NaN if there are no examples. */
    public double value() {
        return total == 0 ? Double.NaN : (double) correct / total;
    }
}
