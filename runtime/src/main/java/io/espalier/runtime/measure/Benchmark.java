// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.InputValueException;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How quick a .tflite model is on this machine, with the shapes that its file says: batch 1 for most.
 *
 * @param model the model's name, for most the path of its file
 * @param xnnpackApplied whether XNNPACK ran at least one operator
 * @param latency of the runs alone, without writing inputs or reading outputs
 * @param arenaBytes what TFLite's memory planner gives activations, variables and scratch of its plain kernels, whichever kernels were
 *     measured: XNNPACK keeps what is between its operators in memory of its own, which is not counted anywhere. Empty where the
 *     plain kernels do not take the model
 * @param cpu the processor's name; empty where the system does not tell
 */
public record Benchmark(
        String model,
        InterpreterOptions options,
        boolean xnnpackApplied,
        Latency latency,
        OptionalLong arenaBytes,
        Optional<String> cpu) {
    /**
     * Runs the model in a file on inputs that are made up; else as {@link #run(TfliteModel, InterpreterOptions, BenchmarkInputs, int,
     * int)}.
     *
     * @throws IOException if the file cannot be read
     */
    public static Benchmark run(Path file, InterpreterOptions options, int warmUp, int runs) throws IOException {
        check(warmUp, runs);
        return run(TfliteModel.read(file), options, BenchmarkInputs.madeUp(), warmUp, runs);
    }

    /**
     * Runs the model.
     *
     * @param warmUp how many runs come before those that are measured
     * @param runs how many runs are measured
     * @throws InterpreterException if the runtime refuses the model or fails to run it, or no values can be made up for an input
     * @throws InputValueException if inputs that are given do not fit the model
     */
    public static Benchmark run(
            TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs, int warmUp, int runs) {
        check(warmUp, runs);
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
                    Processor.name());
        }
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
}
