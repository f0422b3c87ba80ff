// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.model.tensor.ValueRange;
import java.util.function.DoubleUnaryOperator;

/**
 * Searches for the range whose quantized values are nearest to a histogram's values in the mean of squares.
 *
 * <p>Quantized values are the multiples of one step, of which the range holds as many as the bits allow; zero is one of them. A value
 * inside is off by its distance from the nearest multiple, one outside by its distance from the bound. Values are taken to be spread
 * evenly in their bucket, which gives both in closed form.
 */
final class ClippingSearch {
    private static final int ROUNDS = 3;
    private static final int COARSE_STEPS = 24;
    private static final int HALVINGS = 8;

    private final double steps;
    private final double leastBound;
    private final double greatestBound;
    private final double[] from;
    private final double[] to;
    private final double[] counts;

    ClippingSearch(LogarithmicHistogram histogram, int bits) {
        this.steps = (1 << bits) - 1;
        this.leastBound = Math.min(0, histogram.min());
        this.greatestBound = Math.max(0, histogram.max());
        int[] size = new int[1];
        histogram.each((lower, upper, count) -> size[0]++);
        this.from = new double[size[0]];
        this.to = new double[size[0]];
        this.counts = new double[size[0]];
        int[] next = new int[1];
        histogram.each((lower, upper, count) -> {
            from[next[0]] = Math.max(lower, leastBound);
            to[next[0]] = Math.min(upper, greatestBound);
            counts[next[0]] = count;
            next[0]++;
        });
    }

    /** The best range found: the bounds are moved in turn, each to where the error is least while the other stays. */
    ValueRange best() {
        double low = leastBound;
        double high = greatestBound;
        for (int round = 0; round < ROUNDS; round++) {
            double fixedLow = low;
            high = greatestBound * bestShare(share -> error(fixedLow, greatestBound * share));
            double fixedHigh = high;
            low = leastBound * bestShare(share -> error(leastBound * share, fixedHigh));
        }
        return new ValueRange((float) low, (float) high);
    }

    // the error has several local minima: first a grid of shares, each some way smaller, then halving around its best
    private static double bestShare(DoubleUnaryOperator error) {
        double best = 1;
        double least = error.applyAsDouble(1);
        double spacing = 0.8;
        for (int i = 1; i <= COARSE_STEPS; i++) {
            double share = Math.pow(spacing, i);
            double found = error.applyAsDouble(share);
            if (found < least) {
                least = found;
                best = share;
            }
        }
        double factor = Math.sqrt(spacing);
        for (int i = 0; i < HALVINGS; i++) {
            double centre = best;
            for (double share : new double[] {centre * factor, Math.min(1, centre / factor)}) {
                double found = error.applyAsDouble(share);
                if (found < least) {
                    least = found;
                    best = share;
                }
            }
            factor = Math.sqrt(factor);
        }
        return best;
    }

    /** The sum of squared errors if values are quantized to this range. */
    double error(double low, double high) {
        double step = (high - low) / steps;
        double error = 0;
        for (int i = 0; i < counts.length; i++) {
            error += counts[i] * meanError(from[i], to[i], low, high, step);
        }
        return error;
    }

    private static double meanError(double from, double to, double low, double high, double step) {
        if (to <= low || from >= high || step == 0) {
            double bound = from >= high ? high : low;
            return meanSquare(from - bound, to - bound);
        }
        double width = to - from;
        if (width == 0) {
            double distance = from / step - Math.rint(from / step);
            return step * step * distance * distance;
        }
        double insideFrom = Math.max(from, low);
        double insideTo = Math.min(to, high);
        double inside = step * step * step * (squaredDistances(insideTo / step) - squaredDistances(insideFrom / step));
        double below = from < low ? meanSquare(from - low, 0) * (low - from) : 0;
        double above = to > high ? meanSquare(0, to - high) * (to - high) : 0;
        return (inside + below + above) / width;
    }

    /** The mean of the squares of the numbers between these two. */
    private static double meanSquare(double from, double to) {
        return (from * from + from * to + to * to) / 3;
    }

    /** The integral from 0 to x of the square of the distance to the nearest integer. */
    private static double squaredDistances(double x) {
        double whole = Math.floor(x);
        double part = x - whole;
        double rest = 1 - part;
        double last = part <= 0.5 ? part * part * part / 3 : 1 / 12.0 - rest * rest * rest / 3;
        return whole / 12 + last;
    }
}
