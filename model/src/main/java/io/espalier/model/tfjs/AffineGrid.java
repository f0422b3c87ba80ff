// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whole numbers from 0 that stand for floats: {@code number * scale + min}, computed in double and rounded once, as TensorFlow.js does it.
 *
 * @param isExact whether each of the weight's values is met exactly
 */
record AffineGrid(double scale, double min, boolean isExact) {
    /** Values of more kinds than this are no clusters, and are not searched for a grid that meets them. */
    private static final int MOST_DISTINCT = 256;

    float value(int number) {
        return (float) (number * scale + min);
    }

    int nearest(float value, int largest) {
        return (int) Math.max(0, Math.min(largest, Math.rint((value - min) / scale)));
    }

    /**
     * The grid of some finite values: one that meets all of them if there is one, otherwise from the least to the greatest, with 0 met
     * exactly if it lies between.
     */
    static AffineGrid of(float[] values, int largest) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        if (values.length == 0 || least == greatest) {
            return new AffineGrid(1, values.length == 0 ? 0 : least, true);
        }
        return exact(values, largest).orElse(spanning(least, greatest, largest));
    }

    private static AffineGrid spanning(double least, double greatest, int largest) {
        if (least >= 0 || greatest <= 0) {
            return new AffineGrid((greatest - least) / largest, least, false);
        }
        double ideal = -least / (greatest - least) * largest;
        AffineGrid best = around(least, greatest, largest, (int) Math.floor(ideal));
        AffineGrid other = around(least, greatest, largest, (int) Math.floor(ideal) + 1);
        return other.scale < best.scale ? other : best;
    }

    // The product is the one that TensorFlow.js computes, so the sum is 0.
    private static AffineGrid around(double least, double greatest, int largest, int zero) {
        int within = Math.max(1, Math.min(largest - 1, zero));
        double scale = Math.max(-least / within, greatest / (largest - within));
        return new AffineGrid(scale, -(within * scale), false);
    }

    private static Optional<AffineGrid> exact(float[] values, int largest) {
        Optional<float[]> distinct = distinct(values);
        if (distinct.isEmpty()) {
            return Optional.empty();
        }
        float[] all = distinct.get();
        double range = (double) all[all.length - 1] - all[0];
        int most = Math.min(largest, 4 * MOST_DISTINCT);
        for (int steps = all.length - 1; steps <= most; steps++) {
            Optional<AffineGrid> grid = exact(all, range / steps);
            if (grid.isPresent()) {
                return grid;
            }
        }
        return Optional.empty();
    }

    /** In order; empty if there are too many. -0 counts as 0, which nothing tells apart after a sum. */
    private static Optional<float[]> distinct(float[] values) {
        float[] found = new float[MOST_DISTINCT];
        int count = 0;
        for (float each : values) {
            float value = each == 0 ? 0 : each;
            int place = Arrays.binarySearch(found, 0, count, value);
            if (place < 0) {
                if (count == MOST_DISTINCT) {
                    return Optional.empty();
                }
                int insertion = -place - 1;
                System.arraycopy(found, insertion, found, insertion + 1, count - insertion);
                found[insertion] = value;
                count++;
            }
        }
        return Optional.of(Arrays.copyOf(found, count));
    }

    /** Of all scales close to this one, one with which each value rounds to itself. */
    private static Optional<AffineGrid> exact(float[] values, double scale) {
        boolean hasZero = Arrays.binarySearch(values, 0f) >= 0;
        double anchor = hasZero ? 0 : values[0];
        double lowest = 0;
        double highest = Double.POSITIVE_INFINITY;
        for (float value : values) {
            long number = Math.round((value - anchor) / scale);
            if (number == 0) {
                if (value != anchor) {
                    return Optional.empty();
                }
                continue;
            }
            double half = Math.ulp(value) / 2.0;
            double one = (value - half - anchor) / number;
            double other = (value + half - anchor) / number;
            lowest = Math.max(lowest, Math.min(one, other));
            highest = Math.min(highest, Math.max(one, other));
            if (lowest > highest) {
                return Optional.empty();
            }
        }
        double chosen = lowest <= scale && scale <= highest ? scale : (lowest + highest) / 2;
        long below = hasZero ? Math.round(-values[0] / chosen) : 0;
        AffineGrid grid = new AffineGrid(chosen, hasZero ? -(below * chosen) : anchor, true);
        for (float value : values) {
            if (grid.value((int) Math.rint((value - grid.min) / grid.scale)) != value) {
                return Optional.empty();
            }
        }
        return Optional.of(grid);
    }
}
