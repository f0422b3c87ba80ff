// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** One model twice, with the profiler and without, run in turn. */
final class ProfiledRuns implements AutoCloseable {
    private static final int ROUNDS = 20;

    private final TfliteModel model;
    private final Interpreter plain;
    private final Interpreter profiled;
    private final List<long[]> plainTimes = new ArrayList<>();
    private final List<long[]> profiledTimes = new ArrayList<>();

    private ProfiledRuns(TfliteModel model, Interpreter plain, Interpreter profiled) {
        this.model = model;
        this.plain = plain;
        this.profiled = profiled;
    }

    /**
     * Another form of the model, with inputs of the same shapes.
     *
     * @throws InterpreterException if it takes other inputs
     */
    ProfiledRuns twin(TfliteModel twin, BenchmarkInputs inputs, int warmUp) {
        try {
            return open(twin, plain.options(), inputs.shapedAs(plain), warmUp);
        } catch (InterpreterException e) {
            // what does not name the model is about given arrays, which the first model takes
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(twin.name())
                    ? e
                    : new InterpreterException(
                            twin.name() + ": takes other inputs than " + model.name() + ": " + message);
        }
    }

    static ProfiledRuns open(TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs, int warmUp) {
        Interpreter plain = Interpreter.open(model, options);
        Interpreter profiled = Interpreter.openProfiled(model, options);
        ProfiledRuns runs = new ProfiledRuns(model, plain, profiled);
        try {
            for (Interpreter interpreter : List.of(plain, profiled)) {
                inputs.resize(interpreter);
                inputs.write(interpreter);
                interpreter.time(new long[warmUp]);
            }
            profiled.forgetOperatorTimes();
            return runs;
        } catch (RuntimeException e) {
            runs.close();
            throw e;
        }
    }

    static Profile alone(TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs, int warmUp, int runs) {
        check(warmUp, runs);
        try (ProfiledRuns profiled = open(model, options, inputs, warmUp)) {
            for (int count : rounds(runs)) {
                profiled.round(count);
            }
            return profiled.profile();
        }
    }

    static void check(int warmUp, int runs) {
        if (warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "a profile needs at least 1 run and 0 or more warm-up runs, not " + runs + " and " + warmUp);
        }
    }

    /** How many runs each round has. */
    static List<Integer> rounds(int runs) {
        int rounds = Math.min(ROUNDS, runs);
        List<Integer> counts = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            counts.add(runs * (round + 1) / rounds - runs * round / rounds);
        }
        return counts;
    }

    /** So many runs of both. */
    void round(int runs) {
        long[] times = new long[runs];
        plain.time(times);
        plainTimes.add(times);
        long[] others = new long[runs];
        profiled.time(others);
        profiledTimes.add(others);
    }

    Profile profile() {
        return new ProfileRows(model.graph(), profiled)
                .profile(model.name(), median(plainTimes), median(profiledTimes));
    }

    /** The median of each round without the profiler, in microseconds. */
    List<Double> medians() {
        return plainTimes.stream().map(times -> median(List.of(times))).toList();
    }

    private static double median(List<long[]> times) {
        return Benchmark.Latency.ofNanoseconds(
                        times.stream().flatMapToLong(LongStream::of).toArray())
                .median();
    }

    @Override
    public void close() {
        plain.close();
        profiled.close();
    }
}
