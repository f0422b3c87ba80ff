// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

/**
 * Whole numbers from {@code least} to {@code most}, both included.
 *
 * @param most {@link Long#MAX_VALUE} where there is no end
 * @param hasZero whether 0 is among them where it lies between
 */
public record Interval(long least, long most, boolean hasZero) {
    static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE, true);
    static final Interval ALL_BUT_ZERO = new Interval(Long.MIN_VALUE, Long.MAX_VALUE, false);

    static Interval of(long least, long most) {
        return new Interval(least, most, true);
    }

    /** From {@code least} on. */
    static Interval from(long least) {
        return of(least, Long.MAX_VALUE);
    }

    /** Whether it has every value, those that are no number included. */
    boolean isAll() {
        return equals(ALL);
    }

    /** What is no number is in no interval but {@link #ALL}. */
    boolean contains(double value) {
        return isAll() || (value >= least && value <= most && (hasZero || value != 0));
    }

    /** Whether it ends on both sides and is not empty. */
    public boolean isBounded() {
        return least != Long.MIN_VALUE && most != Long.MAX_VALUE && least <= most;
    }

    /** For people, such as "0 to 9". */
    @Override
    public String toString() {
        if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
            return hasZero ? "numbers" : "any number but 0";
        }
        if (most < least) {
            return "no number at all";
        }
        if (most == Long.MAX_VALUE) {
            return least + " or more";
        }
        if (least == Long.MIN_VALUE) {
            return most + " or less";
        }
        return least == most ? "only " + least : least + " to " + most;
    }
}
