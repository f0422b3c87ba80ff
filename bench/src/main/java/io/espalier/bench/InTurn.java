// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Two things measured in turn in one run, each first in every other round, so that what else the machine does weighs on both alike.
 *
 * @param <T> what one measurement gives
 */
public record InTurn<T>(List<T> first, List<T> second) {
    public InTurn {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /**
     * One measurement.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Measured<T> {
        T once() throws IOException;
    }

    /** Measures each so many times. Both should have warmed up. */
    public static <T> InTurn<T> of(int rounds, Measured<? extends T> first, Measured<? extends T> second)
            throws IOException {
        List<T> ofFirst = new ArrayList<>();
        List<T> ofSecond = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                ofFirst.add(first.once());
                ofSecond.add(second.once());
            } else {
                ofSecond.add(second.once());
                ofFirst.add(first.once());
            }
        }
        return new InTurn<>(ofFirst, ofSecond);
    }

    /** The median of the first. */
    public double firstMedian(ToDoubleFunction<? super T> figure) {
        return median(first, figure);
    }

    /** The median of the second. */
    public double secondMedian(ToDoubleFunction<? super T> figure) {
        return median(second, figure);
    }

    /** The median of the rounds' ratios, first over second. */
    public double ratio(ToDoubleFunction<? super T> figure) {
        return Median.of(IntStream.range(0, first.size())
                .mapToObj(round -> figure.applyAsDouble(first.get(round)) / figure.applyAsDouble(second.get(round)))
                .toList());
    }

    private double median(List<T> measured, ToDoubleFunction<? super T> figure) {
        return Median.of(measured.stream().map(figure::applyAsDouble).toList());
    }
}
