// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.runtime.interpreter.OperatorTimes.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The times of one step, while they are collected. */
final class StepTimes {
    final Sums nanos = new Sums();
    final List<KernelTimes> kernels = new ArrayList<>();

    /** Adds to a run, which counts from 1; run 0 shows what there is and does not count. */
    void add(int run, long nanoseconds) {
        nanos.add(run, (double) nanoseconds);
    }

    void clear() {
        nanos.clear();
        kernels.forEach(kernel -> kernel.micros.clear());
    }

    /** The times of XNNPACK's operator with this number. */
    Sums kernel(int number, String name) {
        while (kernels.size() <= number) {
            kernels.add(new KernelTimes());
        }
        KernelTimes kernel = kernels.get(number);
        if (!name.isEmpty()) {
            kernel.name = name;
        }
        return kernel.micros;
    }

    /** One of XNNPACK's operators. */
    static final class KernelTimes {
        final Sums micros = new Sums();
        String name = "";
    }

    /** A sum for each run: a step in a loop runs several times. */
    static final class Sums {
        long calls;
        private double[] sums = new double[16];

        void add(int run, double value) {
            if (run == 0) {
                return;
            }
            if (run > sums.length) {
                sums = Arrays.copyOf(sums, Math.max(run, sums.length * 2));
            }
            sums[run - 1] += value;
            calls++;
        }

        void clear() {
            Arrays.fill(sums, 0);
            calls = 0;
        }

        Series series(int runs) {
            return Series.of(Arrays.copyOf(sums, runs));
        }
    }
}
