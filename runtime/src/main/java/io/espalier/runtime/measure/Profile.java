// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.List;
import java.util.Map;

/**
 * Where the time of a run goes, operator by operator. Built-in kernels are timed one by one from outside. Of a part that XNNPACK runs, the
 * whole is timed from outside, and XNNPACK tells the time of each of its own operators in whole microseconds, the rest of each dropped; what
 * is left is the {@linkplain Part#restMicros rest} of the part. XNNPACK's operators are of its own making: they are assigned to those of the
 * file by order and name.
 *
 * <p>Each figure is the mean of the middle half of the runs.
 *
 * @param model the model's name, for most the path of its file
 * @param runs how many runs were timed, with and without the profiler each
 * @param latencyMicros the median of a run without the profiler
 * @param profiledLatencyMicros the median of a run with it, in the same rounds: what is more is the cost of timing
 * @param operators all of the main subgraph, in the order of the file, then those of other subgraphs that ran
 * @param parts what XNNPACK runs as one, numbered from 1
 */
public record Profile(
        String model,
        InterpreterOptions options,
        int runs,
        double latencyMicros,
        double profiledLatencyMicros,
        List<Operator> operators,
        List<Part> parts) {
    public Profile {
        operators = List.copyOf(operators);
        parts = List.copyOf(parts);
    }

    /** Whose code runs an operator. */
    public enum KernelSet {
        /** XNNPACK, as part of a larger whole. */
        XNNPACK("XNNPACK"),
        /** TFLite's own kernels. */
        BUILT_IN("built-in");

        private final String label;

        KernelSet(String label) {
            this.label = label;
        }

        /** What users read. */
        public String label() {
            return label;
        }
    }

    /**
     * An operator of the file.
     *
     * @param subgraph the name of its subgraph; empty for the main one
     * @param index its place in that subgraph
     * @param type such as {@code CONV_2D}
     * @param name of its first output tensor
     * @param part the number of its part; 0 outside XNNPACK
     * @param kernels what XNNPACK made of it. Empty for a built-in kernel, and in a part where the operator has vanished: fused into a
     *     neighbour, computed when the model was loaded, or another view of the same bytes
     * @param firstMicros in the first timed run
     * @param micros in a run
     * @param calls how often it is called in a run; more than 1 in a loop
     * @param outputBytes what its outputs take
     */
    public record Operator(
            String subgraph,
            int index,
            String type,
            String name,
            KernelSet kernelSet,
            int part,
            List<String> kernels,
            double firstMicros,
            double micros,
            double calls,
            long outputBytes) {
        public Operator {
            kernels = List.copyOf(kernels);
        }

        /** Whether XNNPACK took it and needs no time of its own for it. */
        public boolean vanished() {
            return kernelSet == KernelSet.XNNPACK && kernels.isEmpty();
        }
    }

    /**
     * What XNNPACK runs as one.
     *
     * @param number from 1, in the order in which the parts run
     * @param subgraph its name; empty for the main one
     * @param operators their places in that subgraph
     * @param micros of the whole in a run
     * @param restMicros what XNNPACK's operators leave of that: fractions of microseconds that XNNPACK does not count, and the way in and out.
     *     At most what all operators leave of the latency without the profiler
     */
    public record Part(int number, String subgraph, List<Integer> operators, double micros, double restMicros) {
        public Part {
            operators = List.copyOf(operators);
        }

        Part withRest(double micros) {
            return new Part(number, subgraph, operators, this.micros - restMicros + micros, micros);
        }
    }

    /**
     * Operators of one type together.
     *
     * @param type such as {@code CONV_2D}
     * @param count how many there are
     * @param micros of all in a run
     * @param calls of all in a run
     */
    public record Type(String type, int count, double micros, double calls, long outputBytes) {}

    /**
     * Profiles a model on random inputs.
     *
     * @param warmUp the number of runs before those that are measured, 0 or more
     * @param runs the number of runs that are measured, 1 or more
     * @throws InterpreterException if the runtime refuses the model or fails to run it: also a model with a custom operator that the
     *     runtime has no kernel for
     */
    public static Profile run(TfliteModel model, InterpreterOptions options, int warmUp, int runs) {
        return ProfiledRuns.alone(model, options, BenchmarkInputs.madeUp(), warmUp, runs);
    }

    /**
     * Profiles a model on the given inputs, as {@link Benchmark#run(TfliteModel, InterpreterOptions, Map, int, int)} takes them.
     *
     * @throws InterpreterException as above, or if the inputs do not fit the model
     */
    public static Profile run(
            TfliteModel model, InterpreterOptions options, Map<String, StoredArray> inputs, int warmUp, int runs) {
        return ProfiledRuns.alone(model, options, BenchmarkInputs.of(inputs), warmUp, runs);
    }

    /** The microseconds of all operators and of what parts need besides; without the cost of timing. */
    public double micros() {
        return operators.stream().mapToDouble(Operator::micros).sum()
                + parts.stream().mapToDouble(Part::restMicros).sum();
    }

    /** The share of the whole that so many microseconds are, from 0 to 1. */
    public double share(double micros) {
        double all = micros();
        return all == 0 ? 0 : micros / all;
    }

    /** The operators by type, the slowest type first. */
    public List<Type> types() {
        return ProfileTypes.of(operators);
    }

    /**
     * A row for each operator, in the order of the file, and one for the rest of each part. The first columns are those of TFLite's benchmark
     * tool; {@code mem KB} is what the outputs take.
     */
    public String toCsv() {
        return ProfileCsv.of(this);
    }
}
