// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.base.internal.Processor;
import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The latency of a .tflite model on this machine, with the shapes in its file; most have batch 1.
 *
 * @param model the model's name, for most the path of its file
 * @param xnnpackApplied whether XNNPACK ran at least one operator
 * @param latency of the runs alone, without writing inputs or reading outputs
 * @param arenaBytes what TFLite's memory planner gives activations, variables and scratch of its plain kernels, whichever kernels were
 *     measured: XNNPACK keeps what is between its operators in memory of its own, which is not counted anywhere. Empty where the
 *     plain kernels do not take the model
 * @param load how many threads of all programs ran or wanted to run in the minute before; empty if the system does not provide it
 * @param cpu the name of the processor; empty if the system does not provide it
 */
public record Benchmark(
        String model,
        InterpreterOptions options,
        boolean xnnpackApplied,
        Latency latency,
        OptionalLong arenaBytes,
        OptionalDouble load,
        Optional<String> cpu) {
    /** Where 95 of 100 runs take no longer than so many medians, the runs agree. */
    private static final double STEADY = 1.5;

    private static final int FEWEST_RUNS = 20;

    /** The seed of random inputs. */
    public static final long SEED = 1;

    /**
     * Runs the model in a file on random inputs, as {@link #run(TfliteModel, InterpreterOptions, int, int)} does.
     *
     * @throws IOException if the file cannot be read
     */
    public static Benchmark run(Path file, InterpreterOptions options, int warmUp, int runs) throws IOException {
        check(warmUp, runs);
        return run(TfliteModel.read(file), options, warmUp, runs);
    }

    /**
     * Runs the model on random inputs, the same each time. An input of an operator that does not take every number, such as an index into a
     * table, gets numbers that it takes.
     *
     * @param warmUp the number of runs before those that are measured, 0 or more
     * @param runs the number of runs that are measured, 1 or more
     * @throws InterpreterException if the runtime refuses the model or fails to run it, or an input cannot be random, such as a RESOURCE
     */
    public static Benchmark run(TfliteModel model, InterpreterOptions options, int warmUp, int runs) {
        return run(model, options, BenchmarkInputs.madeUp(), warmUp, runs);
    }

    /**
     * Runs the model on the given inputs.
     *
     * @param inputs an array of the whole shape of each input, the batch included, by the name of the input's tensor or its name in a
     *     signature; for a model of one input, any name. Sizes that the model leaves open are those of the array
     * @param warmUp the number of runs before those that are measured, 0 or more
     * @param runs the number of runs that are measured, 1 or more
     * @throws InterpreterException if the runtime refuses the model or fails to run it, or the inputs do not fit the model
     */
    public static Benchmark run(
            TfliteModel model, InterpreterOptions options, Map<String, StoredArray> inputs, int warmUp, int runs) {
        return run(model, options, BenchmarkInputs.of(inputs), warmUp, runs);
    }

    private static Benchmark run(
            TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs, int warmUp, int runs) {
        check(warmUp, runs);
        OptionalDouble load = Processor.load();
        try (Interpreter interpreter = Interpreter.open(model, options)) {
            inputs.resize(interpreter);
            inputs.write(interpreter);
            long[] times = new long[runs];
            interpreter.time(new long[warmUp]);
            interpreter.time(times);
            return new Benchmark(
                    model.name(),
                    options,
                    interpreter.xnnpackApplied(),
                    Latency.ofNanoseconds(times),
                    arena(model, inputs),
                    load,
                    Processor.name());
        }
    }

    /** Whether the runs took about the same time each. */
    public boolean isSteady() {
        return latency.p95() <= STEADY * latency.median();
    }

    /**
     * Why another benchmark may give other figures, a sentence each; empty if nothing speaks against them.
     *
     * @param processors how many the machine has
     */
    public List<String> doubts(int processors) {
        List<String> doubts = new ArrayList<>();
        if (options.threads() > processors) {
            doubts.add(options.threads() + " threads share " + processors(processors)
                    + ", so that they wait for each other");
        }
        if (load.isPresent() && load.getAsDouble() + Math.min(options.threads(), processors) > processors + 0.5) {
            doubts.add(String.format(
                    Locale.US,
                    "other programs use the machine: its load was %.1f before, on %s",
                    load.getAsDouble(),
                    processors(processors)));
        }
        if (latency.runs() < FEWEST_RUNS) {
            doubts.add("only " + latency.runs() + (latency.runs() == 1 ? " run was" : " runs were") + " timed");
        }
        if (!isSteady()) {
            doubts.add(String.format(
                    Locale.US,
                    "the runs differ: the 95th percentile is %.1f times the median",
                    latency.p95() / latency.median()));
        }
        return List.copyOf(doubts);
    }

    private static String processors(int count) {
        return count == 1 ? "1 processor" : count + " processors";
    }

    private static void check(int warmUp, int runs) {
        if (warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "a benchmark needs at least 1 run and 0 or more warm-up runs, not " + runs + " and " + warmUp);
        }
    }

    private static OptionalLong arena(TfliteModel model, BenchmarkInputs inputs) {
        try (Interpreter plain = Interpreter.open(model, InterpreterOptions.DEFAULTS.withXnnpack(false))) {
            inputs.resize(plain);
            return OptionalLong.of(plain.arenaBytes());
        } catch (InterpreterException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * How long single runs took, in microseconds.
     *
     * @param runs how many were measured
     * @param p95 95 of 100 runs took no longer (nearest rank)
     * @param standardDeviation of the measured runs
     */
    public record Latency(
            int runs, double min, double median, double mean, double p95, double max, double standardDeviation) {
        private static final double NANOSECONDS_PER_MICROSECOND = 1000;

        static Latency ofNanoseconds(long... times) {
            if (times.length == 0) {
                throw new IllegalArgumentException("latency statistics need at least one run");
            }
            double[] sorted = Arrays.stream(times)
                    .mapToDouble(time -> time / NANOSECONDS_PER_MICROSECOND)
                    .sorted()
                    .toArray();
            int count = sorted.length;
            double mean = Arrays.stream(sorted).average().orElseThrow();
            double squares = Arrays.stream(sorted)
                    .map(time -> (time - mean) * (time - mean))
                    .sum();
            double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
            double p95 = sorted[(int) Math.ceil(0.95 * count) - 1];
            return new Latency(count, sorted[0], median, mean, p95, sorted[count - 1], Math.sqrt(squares / count));
        }
    }
}
