// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.util.Locale;

/**
 * An axis: round numbers at even steps, from below the least value to above the greatest.
 *
 * @param least where the axis begins
 * @param step between two marks
 * @param steps how many
 */
record Scale(double least, double step, int steps) {
    private static final int MOST_STEPS = 6;

    /** An axis for values between these. */
    static Scale between(double least, double greatest) {
        double range = greatest > least ? greatest - least : Math.max(1e-3, Math.abs(greatest) / 10);
        double power = Math.pow(10, Math.floor(Math.log10(range / MOST_STEPS)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) {
            if (range / step > MOST_STEPS) {
                step = factor * power;
            }
        }
        double start = step * Math.floor(least / step + 1e-9);
        int steps = (int) Math.max(1, Math.ceil((greatest - start) / step - 1e-9));
        return new Scale(start, step, steps);
    }

    /** An axis for whole numbers between these, with marks at whole numbers only. */
    static Scale whole(int least, int greatest) {
        Scale scale = between(least, greatest);
        return scale.step() < 1 ? new Scale(least, 1, Math.max(1, greatest - least)) : scale;
    }

    double greatest() {
        return mark(steps);
    }

    double mark(int number) {
        return least + number * step;
    }

    /** Where a value is, from 0 at the least to 1. */
    double place(double value) {
        return (value - least) / (greatest() - least);
    }

    /** A mark as text, with as many decimals as the step has. */
    String label(int number) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.US, "%,." + decimals + "f", mark(number) + 0.0);
    }

    /** A value as text: whole numbers without decimals. */
    static String text(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.US, "%,.0f", value)
                : String.format(Locale.US, Math.abs(value) < 10 ? "%.4f" : "%,.1f", value);
    }
}
