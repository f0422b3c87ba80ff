// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.util.Arrays;
import java.util.List;

/**
 * How long the steps of a model took, run by run: operators that TFLite's built-in kernels run, and parts that XNNPACK runs as one.
 *
 * @param runs how many runs were timed, 0 or more
 * @param steps in the order in which they run, those of the main subgraph first
 */
public record OperatorTimes(int runs, List<Step> steps) {
    public OperatorTimes {
        steps = List.copyOf(steps);
    }

    /**
     * An operator, or a part.
     *
     * @param subgraph the index of the subgraph
     * @param operators the indices of its operators in that subgraph: one for a built-in kernel, all of a part for XNNPACK
     * @param xnnpack whether XNNPACK runs it
     * @param nanos of each run, without those of operators in subgraphs that it calls. Of a part, from the end of the step before to its
     *     first report
     * @param calls how often it ran in all runs
     * @param kernels what XNNPACK made of the part, in its order; empty for a built-in kernel
     */
    public record Step(
            int subgraph, List<Integer> operators, boolean xnnpack, Series nanos, long calls, List<Kernel> kernels) {
        public Step {
            operators = List.copyOf(operators);
            kernels = List.copyOf(kernels);
        }
    }

    /**
     * One of XNNPACK's operators.
     *
     * @param name as XNNPACK calls it, such as {@code Fully Connected (NC, F32) GEMM}
     * @param micros of each run: XNNPACK counts whole microseconds of a call and drops the rest
     */
    public record Kernel(String name, Series micros) {}

    /** A number for each run, in the order of the runs. Immutable. */
    public static final class Series {
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
    }
}
