// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Longs;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;

/**
 * What an operand may hold.
 *
 * @param intervals in turn for the elements, row-major: one for all, or one for each of a row's
 * @param order what elements must be to each other
 * @param usual values that always do, in turn as the intervals; empty where any in the intervals does
 */
public record AllowedValues(List<Interval> intervals, Order order, Optional<Longs> usual) {
    /** What elements must be to each other. */
    public enum Order {
        FREE,
        /** No two name the same dimension; a negative one counts from behind. */
        PERMUTATION,
        /** The first is 0; each is as large as the one before it, or larger by 1. */
        RISING
    }

    /** An element that will not do. */
    public record Fault(int element, double value, String allowed) {}

    public AllowedValues {
        intervals = List.copyOf(intervals);
        if (intervals.isEmpty()) {
            intervals = List.of(Interval.ALL);
        }
    }

    static AllowedValues of(Interval interval) {
        return of(List.of(interval));
    }

    static AllowedValues of(List<Interval> intervals) {
        return new AllowedValues(intervals, Order.FREE, Optional.empty());
    }

    AllowedValues usually(long... values) {
        return new AllowedValues(
                intervals, order, values.length == 0 ? Optional.empty() : Optional.of(Longs.of(values)));
    }

    AllowedValues usually(LongStream values) {
        return usually(values.toArray());
    }

    AllowedValues in(Order newOrder) {
        return new AllowedValues(intervals, newOrder, usual);
    }

    /** What holds for every element, wherever it stands. */
    AllowedValues anywhere() {
        return intervals.size() == 1 && order == Order.FREE
                ? new AllowedValues(intervals, order, usual.map(values -> Longs.of(values.get(0))))
                : of(Interval.ALL);
    }

    /** The interval of an element. */
    public Interval interval(int element) {
        return intervals.get(element % intervals.size());
    }

    /** The first element that will not do; empty if all do. */
    Optional<Fault> fault(int count, IntToDoubleFunction values) {
        for (int element = 0; element < count; element++) {
            double value = values.applyAsDouble(element);
            if (!interval(element).contains(value)) {
                return Optional.of(new Fault(element, value, interval(element).toString()));
            }
            if (order == Order.PERMUTATION && isRepeated(element, count, values)) {
                return Optional.of(new Fault(element, value, "each dimension once"));
            }
            if (order == Order.RISING) {
                double before = element == 0 ? 0 : values.applyAsDouble(element - 1);
                if (value != before && !(element > 0 && value == before + 1)) {
                    String next = element == 0 ? "0 first" : Interval.of((long) before, (long) before + 1) + " there";
                    return Optional.of(new Fault(element, value, next));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isRepeated(int element, int count, IntToDoubleFunction values) {
        for (int other = 0; other < element; other++) {
            if (Math.floorMod((long) values.applyAsDouble(other), count)
                    == Math.floorMod((long) values.applyAsDouble(element), count)) {
                return true;
            }
        }
        return false;
    }
}
