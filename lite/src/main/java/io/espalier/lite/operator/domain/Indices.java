// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Ints;
import io.espalier.lite.operator.domain.AllowedValues.Order;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Domains of numbers that point into something else. */
final class Indices {
    private Indices() {}

    /** From 0 to the size of a dimension of another operand, less 1. */
    static Domain along(int operand, int axis) {
        return site -> below(site.shape(operand), axis);
    }

    /** The same; an option says along which dimension. */
    static Domain alongOption(int operand, String option) {
        return site -> {
            Ints shape = site.shape(operand);
            int axis = site.option(option);
            return below(shape, axis < 0 ? axis + shape.size() : axis);
        };
    }

    /** Rows of coordinates in another operand. */
    static Domain coordinates(int operand) {
        return site -> rows(site, site.shape(operand).stream().asLongStream().toArray());
    }

    /** Rows of coordinates in what has a shape that is the value of another operand. */
    static Domain coordinatesInShape(int operand) {
        return site -> site.constant(operand)
                .map(sizes -> rows(site, sizes))
                .orElseGet(() -> AllowedValues.of(Interval.from(0)).usually(0));
    }

    /** Numbers of segments, of which another operand says how many there are; a negative one leaves a row out. */
    static Domain belowValue(int operand) {
        return site -> AllowedValues.of(site.constant(operand)
                        .filter(values -> values.length == 1)
                        .map(values -> Interval.of(Long.MIN_VALUE, values[0] - 1))
                        .orElse(Interval.ALL))
                .usually(0);
    }

    /** Numbers of segments that follow each other. */
    static Domain rising() {
        return site -> AllowedValues.of(Interval.from(0)).in(Order.RISING).usually(0);
    }

    /** A dimension of another operand, or of one that has more; a negative one counts from behind. */
    static Domain axis(int operand, int more) {
        return site -> {
            int rank = site.shape(operand).size() + more;
            return AllowedValues.of(Interval.of(-rank, rank - 1L)).usually(more > 0 ? 0 : -1);
        };
    }

    /** All dimensions of another operand in some order. */
    static Domain permutation(int operand) {
        return site -> {
            int rank = site.shape(operand).size();
            return AllowedValues.of(Interval.of(-rank, rank - 1L))
                    .in(Order.PERMUTATION)
                    .usually(LongStream.range(0, rank));
        };
    }

    private static AllowedValues below(Ints shape, int axis) {
        return AllowedValues.of(
                axis >= 0 && axis < shape.size() ? Interval.of(0, shape.get(axis) - 1L) : Interval.from(0));
    }

    // a list of plain indices has no dimension for coordinates
    private static AllowedValues rows(OperandSite site, long[] sizes) {
        Ints own = site.shape();
        int last = own.isEmpty() ? 1 : own.get(own.size() - 1);
        List<Interval> intervals = Arrays.stream(sizes, 0, Math.min(last, sizes.length))
                .mapToObj(size -> Interval.of(0, size - 1))
                .toList();
        return AllowedValues.of(intervals);
    }

    /** How many of a dimension of another operand, from none to all. */
    static Domain countAlong(int operand, int fromBehind) {
        return site -> {
            Ints shape = site.shape(operand);
            int axis = shape.size() - fromBehind;
            return AllowedValues.of(axis >= 0 ? Interval.of(0, shape.get(axis)) : Interval.from(0))
                    .usually(1);
        };
    }

    /** How many along the dimension that an option names, from none to all. */
    static Domain countAlongOption(int operand, String option) {
        return site -> {
            Ints shape = site.shape(operand);
            int axis = site.option(option);
            return AllowedValues.of(
                    axis >= 0 && axis < shape.size() ? Interval.of(0, shape.get(axis)) : Interval.from(0));
        };
    }

    /** For each dimension of another operand a number from {@code least} to its size and {@code more}. */
    static Domain eachDimension(int operand, long least, long more, long usual) {
        return site -> AllowedValues.of(IntStream.range(0, site.shape(operand).size())
                        .mapToObj(axis -> Interval.of(least, site.shape(operand).get(axis) + more))
                        .toList())
                .usually(usual);
    }
}
