// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.InputValueException;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How quick a .tflite model is on this machine, with the shapes that its file says: batch 1 for most.
 *
 * @param model the model's file
 * @param xnnpackApplied whether XNNPACK ran at least one operator
 * @param latency of the runs alone, without writing inputs or reading outputs
 * @param arenaBytes what TFLite's memory planner gives activations, variables and scratch of its plain kernels, whichever kernels were
 *     measured: XNNPACK keeps what is between its operators in memory of its own, which is not counted anywhere. Empty where the
 *     plain kernels do not take the model
 * @param cpu the processor's name; empty where the system does not tell
 */
public record Benchmark(
        Path model,
        InterpreterOptions options,
        boolean xnnpackApplied,
        Latency latency,
        OptionalLong arenaBytes,
        Optional<String> cpu) {
    /**
     * Runs the model on inputs that are made up.
     *
     * @param warmUp how many runs come before those that are measured
     * @param runs how many runs are measured
     * @throws IOException if the file cannot be read
     * @throws InterpreterException if the runtime refuses the model or fails to run it, or no values can be made up for an input
     */
    public static Benchmark of(Path model, InterpreterOptions options, int warmUp, int runs) throws IOException {
        return of(model, options, BenchmarkInputs.madeUp(), warmUp, runs);
    }

    /**
     * The same on other inputs.
     *
     * @throws InputValueException if they do not fit the model
     */
    public static Benchmark of(Path model, InterpreterOptions options, BenchmarkInputs inputs, int warmUp, int runs)
            throws IOException {
        if (warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "a benchmark needs at least 1 run and no negative warm-up, not " + runs + " and " + warmUp);
        }
        ByteBuffer file = Interpreter.read(model);
        try (Interpreter interpreter = Interpreter.open(model.toString(), file, options)) {
            inputs.resize(interpreter);
            inputs.write(interpreter);
            long[] times = new long[runs];
            interpreter.time(new long[warmUp]);
            interpreter.time(times);
            return new Benchmark(
                    model,
                    options,
                    interpreter.xnnpackApplied(),
                    Latency.ofNanoseconds(times),
                    arena(interpreter.name(), file, inputs),
                    Processor.name());
        }
    }

    private static OptionalLong arena(String name, ByteBuffer file, BenchmarkInputs inputs) {
        try (Interpreter plain = Interpreter.open(name, file, InterpreterOptions.DEFAULTS.withXnnpack(false))) {
            inputs.resize(plain);
            return OptionalLong.of(plain.arenaBytes());
        } catch (InterpreterException e) {
            return OptionalLong.empty();
        }
    }
}
