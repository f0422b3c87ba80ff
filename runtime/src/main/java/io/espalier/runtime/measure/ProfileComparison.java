// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.data.array.StoredArray;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The profiles of two forms of a model, such as a quantized file and the float file it was made of, measured in turn in one run.
 *
 * @param ratio the latency of the first over that of the second: the median of the rounds' ratios, without the profiler
 * @param pairs the operators of the first in their order with their twins, then those of the second that have none in the first
 */
public record ProfileComparison(Profile profile, Profile against, double ratio, List<Pair> pairs) {
    /** XNNPACK drops fractions of microseconds: of two shorter times the ratio says nothing. */
    private static final double LEAST_MICROS = 2;

    /** A slower operator must take so many times what its twin takes at most, and that share of a run, to be named. */
    private static final double SLOWER = 1.1;

    private static final double LEAST_SHARE = 0.01;

    public ProfileComparison {
        pairs = List.copyOf(pairs);
    }

    /** How twins were found. */
    public enum Match {
        /** By the names of their outputs, or one of the names of layers that were fused into both. */
        NAME,
        /** By their type, in order. */
        TYPE,
        /** There is no twin. */
        NONE
    }

    /**
     * An operator and its twin. One of them may be missing.
     *
     * @param operator of the first model
     * @param twin of the second
     */
    public record Pair(Optional<Operator> operator, Optional<Operator> twin, Match match) {
        /** What the operator takes in a run, in microseconds; 0 without one. */
        public double micros() {
            return operator.map(Operator::micros).orElse(0.0);
        }

        /** What its twin takes in a run, in microseconds; 0 without one. */
        public double twinMicros() {
            return twin.map(Operator::micros).orElse(0.0);
        }

        /** What the operator takes over what its twin takes; empty if one is missing, or if both are too short for the clock. */
        public OptionalDouble ratio() {
            boolean known = operator.isPresent()
                    && twin.isPresent()
                    && twinMicros() > 0
                    && Math.max(micros(), twinMicros()) >= LEAST_MICROS;
            return known ? OptionalDouble.of(micros() / twinMicros()) : OptionalDouble.empty();
        }

        /** How many microseconds more the operator takes; negative if it is quicker. */
        public double extraMicros() {
            return micros() - twinMicros();
        }

        /** The most that the twin may take: XNNPACK drops a fraction of a microsecond of each of its operators, each time. */
        private double mostTwinMicros() {
            return twinMicros()
                    + twin.map(other -> other.kernels().size() * Math.max(1, other.calls()))
                            .orElse(0.0);
        }
    }

    /**
     * Profiles both on random inputs.
     *
     * @param warmUp the number of runs of each before those that are measured, 0 or more
     * @param runs the number of runs of each that are measured, 1 or more
     * @throws io.espalier.runtime.InterpreterException as {@link Profile#run} does, of either model
     */
    public static ProfileComparison run(
            TfliteModel model, TfliteModel against, InterpreterOptions options, int warmUp, int runs) {
        return run(model, against, options, BenchmarkInputs.madeUp(), warmUp, runs);
    }

    /** The same on the given inputs, which both must take. */
    public static ProfileComparison run(
            TfliteModel model,
            TfliteModel against,
            InterpreterOptions options,
            Map<String, StoredArray> inputs,
            int warmUp,
            int runs) {
        return run(model, against, options, BenchmarkInputs.of(inputs), warmUp, runs);
    }

    private static ProfileComparison run(
            TfliteModel model,
            TfliteModel against,
            InterpreterOptions options,
            BenchmarkInputs inputs,
            int warmUp,
            int runs) {
        ProfiledRuns.check(warmUp, runs);
        try (ProfiledRuns first = ProfiledRuns.open(model, options, inputs, warmUp);
                ProfiledRuns second = first.twin(against, inputs, warmUp)) {
            for (int count : ProfiledRuns.rounds(runs)) {
                first.round(count);
                second.round(count);
            }
            Profile one = first.profile();
            Profile other = second.profile();
            return new ProfileComparison(
                    one,
                    other,
                    ratio(first.medians(), second.medians()),
                    TwinSearch.pairs(one.operators(), other.operators()));
        }
    }

    static double ratio(List<Double> first, List<Double> second) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < first.size(); round++) {
            ratios.add(first.get(round) / second.get(round));
        }
        ratios.sort(Comparator.naturalOrder());
        int count = ratios.size();
        return (ratios.get((count - 1) / 2) + ratios.get(count / 2)) / 2;
    }

    /**
     * The operators that surely take longer than their twins, or have none, and matter for the whole: by more than a tenth, even if XNNPACK
     * dropped a microsecond of each operator that it made of the twin, at least 2 microseconds and a hundredth of a run. Those that cost most
     * more come first.
     */
    public List<Pair> slower() {
        double least = Math.max(LEAST_MICROS, LEAST_SHARE * profile.micros());
        return pairs.stream()
                .filter(pair -> pair.micros() >= least && pair.micros() > SLOWER * pair.mostTwinMicros())
                .sorted(Comparator.comparingDouble(Pair::extraMicros).reversed())
                .toList();
    }

    /** As {@link Profile#toCsv()}, with columns for the twins; operators that only the second model has come last. */
    public String toCsv() {
        return ProfileCsv.of(this);
    }
}
