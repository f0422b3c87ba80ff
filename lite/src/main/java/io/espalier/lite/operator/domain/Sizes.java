// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Ints;
import io.espalier.lite.schema.table.MirrorPadMode;
import io.espalier.lite.schema.table.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Domains of shapes, counts and other numbers that say how much. */
final class Sizes {
    private Sizes() {}

    /** This number or a larger one. */
    static Domain atLeast(long least, long usual) {
        return site -> AllowedValues.of(Interval.from(least)).usually(usual);
    }

    /** This number or a larger one, where none is known to do. */
    static Domain atLeast(long least) {
        return site -> AllowedValues.of(Interval.from(least));
    }

    /** Any number. */
    static Domain usually(long usual) {
        return site -> AllowedValues.of(Interval.ALL).usually(usual);
    }

    /** What plain whole numbers can be divided by. */
    static Domain divisor() {
        return site -> switch (site.type()) {
            case INT32, INT64 -> AllowedValues.of(Interval.ALL_BUT_ZERO).usually(1);
            default -> AllowedValues.of(Interval.ALL);
        };
    }

    /** The shape of the output; -1 stands for one size that follows from the others where {@code least} is -1. */
    static Domain outputShape(long least) {
        return site -> {
            long[] usual = new long[site.elements()];
            Arrays.fill(usual, 1);
            if (least < 0 && usual.length > 0) {
                usual[0] = -1;
            }
            Optional<Ints> declared = site.declaredOutput().filter(shape -> shape.size() == usual.length);
            return AllowedValues.of(Interval.from(least))
                    .usually(declared.map(shape -> shape.stream().asLongStream().toArray())
                            .orElse(usual));
        };
    }

    /** Height and width of a picture. */
    static Domain pictureSize() {
        return site -> AllowedValues.of(Interval.from(1))
                .usually(site.declaredOutput()
                        .filter(shape -> shape.size() == 4)
                        .map(shape -> new long[] {shape.get(1), shape.get(2)})
                        .orElse(new long[] {1}));
    }

    /** Where a slice begins: an axis that is left out has to have the index, others are cut to fit. */
    static Domain sliceBegin() {
        return site -> {
            Ints shape = site.shape(0);
            boolean moves = site.option("ellipsis_mask") != 0 || site.option("new_axis_mask") != 0;
            List<Interval> intervals = IntStream.range(0, moves ? 0 : Math.min(shape.size(), site.elements()))
                    .mapToObj(axis -> (site.option("shrink_axis_mask") >> axis & 1) == 0
                            ? Interval.ALL
                            : Interval.of(-shape.get(axis), shape.get(axis) - 1L))
                    .toList();
            return AllowedValues.of(intervals).usually(0);
        };
    }

    /** Where a slice ends. */
    static Domain sliceEnd() {
        return site ->
                AllowedValues.of(Interval.ALL).usually(site.shape(0).stream().asLongStream());
    }

    /** How much of the edges is mirrored, before and after each dimension. */
    static Domain mirrorPadding() {
        return site -> {
            int less = site.option("mode", MirrorPadMode.values()) == MirrorPadMode.SYMMETRIC ? 0 : 1;
            List<Interval> intervals = new ArrayList<>();
            site.shape(0).stream()
                    .mapToObj(size -> Interval.of(0, (long) size - less))
                    .forEach(interval -> {
                        intervals.add(interval);
                        intervals.add(interval);
                    });
            return AllowedValues.of(intervals).usually(0);
        };
    }

    /** The shape of pictures of which a convolution would make those that go in. */
    static Domain transposedConvolution() {
        return site -> {
            Ints weights = site.shape(1);
            Ints input = site.shape(2);
            if (weights.size() != 4 || input.size() != 4) {
                return AllowedValues.of(Interval.from(1));
            }
            Interval height = before(input.get(1), weights.get(1), site, "stride_h");
            Interval width = before(input.get(2), weights.get(2), site, "stride_w");
            return AllowedValues.of(List.of(
                            Interval.of(input.get(0), input.get(0)),
                            height,
                            width,
                            Interval.of(weights.get(0), weights.get(0))))
                    .usually(input.get(0), height.most(), width.most(), weights.get(0));
        };
    }

    private static Interval before(int size, int window, OperandSite site, String strideOption) {
        int stride = Math.max(1, site.option(strideOption));
        int extra = site.option("padding", Padding.values()) == Padding.VALID ? window - 1 : 0;
        return Interval.of((size - 1L) * stride + 1 + extra, (long) size * stride + extra);
    }

    /** Exactly what the file says about the output. */
    static Domain declaredOutput() {
        return site -> site.declaredOutput()
                .map(shape -> AllowedValues.of(
                        shape.stream().mapToObj(size -> Interval.of(size, size)).toList()))
                .orElseGet(() -> AllowedValues.of(Interval.from(1)));
    }
}
