// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark.Latency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a file is quicker on this machine than the one it was made of. Both run in turn, on the same random inputs.
 *
 * @param micros the latency of the new model: the median of the rounds' medians
 * @param againstMicros that of the old one
 * @param ratio new over old: the median of the rounds' ratios
 * @param profile what the operators of both take, if the new model is slower
 */
public record LatencyCheck(
        InterpreterOptions options,
        double micros,
        double againstMicros,
        double ratio,
        Optional<ProfileComparison> profile) {
    /** What differs by less is as quick: two runs of one model do. */
    private static final double EQUAL = 1.05;

    private static final int MOST_ROUNDS = 15;
    private static final int LEAST_ROUNDS = 5;
    private static final double MOST_MICROS = 10e6;
    private static final int WARM_UP = 3;
    private static final double ROUND_MICROS = 20e3;
    private static final int MOST_RUNS_OF_A_ROUND = 500;

    /**
     * Measures both; takes about a second for small models, and some dozen runs of each for large ones.
     *
     * @param model the new model
     * @param against the old one
     * @throws InterpreterException if the runtime refuses one of them or cannot run it on random inputs
     */
    public static LatencyCheck run(TfliteModel model, TfliteModel against, InterpreterOptions options) {
        BenchmarkInputs inputs = BenchmarkInputs.madeUp();
        try (Interpreter one = open(model, options, inputs);
                Interpreter other = open(against, options, inputs.shapedAs(one))) {
            double micros = median(one, WARM_UP);
            double otherMicros = median(other, WARM_UP);
            int runs = runsOfARound(micros);
            int otherRuns = runsOfARound(otherMicros);
            double round = runs * micros + otherRuns * otherMicros;
            int rounds = (int) Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, MOST_MICROS / round));
            List<Double> times = new ArrayList<>();
            List<Double> otherTimes = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                times.add(median(one, runs));
                otherTimes.add(median(other, otherRuns));
            }
            double ratio = ProfileComparison.ratio(times, otherTimes);
            Optional<ProfileComparison> profile = ratio > EQUAL
                    ? Optional.of(
                            ProfileComparison.run(model, against, options, WARM_UP, rounds * Math.min(runs, otherRuns)))
                    : Optional.empty();
            return new LatencyCheck(options, middle(times), middle(otherTimes), ratio, profile);
        }
    }

    /** Whether the new model is slower, by more than chance. */
    public boolean isSlower() {
        return ratio > EQUAL;
    }

    /** Whether the new model is quicker, by more than chance. */
    public boolean isQuicker() {
        return ratio < 1 / EQUAL;
    }

    private static Interpreter open(TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs) {
        Interpreter interpreter = Interpreter.open(model, options);
        try {
            inputs.resize(interpreter);
            inputs.write(interpreter);
            interpreter.time(new long[WARM_UP]);
            return interpreter;
        } catch (RuntimeException e) {
            interpreter.close();
            throw e;
        }
    }

    private static int runsOfARound(double micros) {
        return (int) Math.max(1, Math.min(MOST_RUNS_OF_A_ROUND, ROUND_MICROS / Math.max(1, micros)));
    }

    private static double median(Interpreter interpreter, int runs) {
        long[] times = new long[runs];
        interpreter.time(times);
        return Latency.ofNanoseconds(times).median();
    }

    private static double middle(List<Double> times) {
        return times.stream()
                .sorted(Comparator.naturalOrder())
                .skip(times.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
