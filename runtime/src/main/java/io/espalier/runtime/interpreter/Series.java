// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.util.Arrays;

/** A number for each run, in the order of the runs. Immutable. */
public final class Series {
    private final double[] values;

    private Series(double[] values) {
        this.values = values;
    }

    /** The numbers, which are copied. */
    public static Series of(double... values) {
        return new Series(values.clone());
    }

    /** That of the first run; 0 without runs. */
    public double first() {
        return values.length == 0 ? 0 : values[0];
    }

    /** The mean of the middle half of the runs, which a few interrupted runs do not change; 0 without runs. */
    public double middle() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElse(0);
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }
}
