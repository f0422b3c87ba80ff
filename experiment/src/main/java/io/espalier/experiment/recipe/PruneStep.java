// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.RecipeException;
import io.espalier.compress.CompressionException;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.prune.OneShotPruning;
import io.espalier.compress.prune.PolynomialDecay;
import io.espalier.compress.prune.Pruning;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes weights of small magnitude zero while the model is trained.
 *
 * @param sparsity the share of zeros in the end, from 0 to below 1; of all layers, or of each
 * @param from the share at first; null where each layer has its own sparsity, for half, or the sparsity where that is less
 * @param power of the polynomial by which it rises
 * @param beginStep the first training step that may prune
 * @param endStep the last; null, until it is resolved, for the last that the frequency reaches
 * @param frequency prunes every that many steps; null, until it is resolved, for 100, or less in a short training
 * @param pattern which values become zero together: {@code single}, {@code 2:4}, {@code 4x1} or {@code 4x1 max}
 * @param scope whether that is the share of each layer's weights, or of all together, once before training
 * @param policy whether all kernels are pruned or only those whose zeros save time
 * @param layers the names of the layers that are pruned; all where it is empty
 */
@JsonPropertyOrder({
    "prune",
    "from",
    "power",
    "begin_step",
    "end_step",
    "frequency",
    "pattern",
    "scope",
    "policy",
    "layers",
    "train"
})
record PruneStep(
        @JsonProperty("prune") LayerValues<Double> sparsity,
        @Nullable Double from,
        double power,
        long beginStep,
        @Nullable Long endStep,
        @Nullable Long frequency,
        String pattern,
        Scope scope,
        Policy policy,
        List<String> layers,
        Training train)
        implements TrainingStep {
    private static final double USUAL_START = 0.5;
    private static final double USUAL_POWER = 3;
    private static final float USUAL_RATE = 0.001f;
    private static final long USUAL_FREQUENCY = 100;
    private static final long LEAST_PRUNINGS = 8;

    /** Of what the sparsity is a share. */
    public enum Scope {
        LAYER,
        MODEL
    }

    /** What zeros are for. */
    public enum Policy {
        SIZE,
        LATENCY
    }

    public PruneStep {
        layers = List.copyOf(layers);
        long last = endStep == null ? beginStep : endStep;
        long every = frequency == null ? USUAL_FREQUENCY : frequency;
        KeyCheck.of("pattern", () -> PatternName.pattern(pattern));
        PolynomialDecay none = PolynomialDecay.from(0).to(0).over(0, 0);
        for (double share : sparsity.values()) {
            KeyCheck.of("prune", () -> PolynomialDecay.from(0).to(share).over(0, 0));
            if (from != null && from > share) {
                throw RecipeException.at(
                        "from",
                        "'from' must not be greater than the share of zeros in the end, " + share + ", but is " + from);
            }
            double start = from(from, share);
            KeyCheck.of("from", () -> PolynomialDecay.from(start).to(share).over(0, 0));
        }
        KeyCheck.of("begin_step", () -> PolynomialDecay.from(0).to(0).over(beginStep, Math.max(0, beginStep)));
        KeyCheck.of("end_step", () -> PolynomialDecay.from(0).to(0).over(beginStep, last));
        KeyCheck.of("power", () -> none.withPower(power));
        KeyCheck.of("frequency", () -> none.withFrequency(every));
        sparsity.checkLayers("prune", layers);
        if (scope == Scope.MODEL && sparsity.all() == null) {
            throw RecipeException.at(
                    "scope", "scope: model has one share for all layers; 'prune' has one for each layer");
        }
        if (scope == Scope.MODEL && !pattern.equals(PatternName.SINGLE)) {
            throw RecipeException.at(
                    "scope",
                    "scope: model ranks single weights of all layers; it cannot be combined with pattern " + pattern);
        }
    }

    @JsonCreator
    static PruneStep read(
            @JsonProperty("prune") JsonNode said,
            @JsonProperty("from") @Nullable Double from,
            @JsonProperty("power") @Nullable Double power,
            @JsonProperty("begin_step") @Nullable Long beginStep,
            @JsonProperty("end_step") @Nullable Long endStep,
            @JsonProperty("frequency") @Nullable Long frequency,
            @JsonProperty("pattern") @Nullable String pattern,
            @JsonProperty("scope") @Nullable Scope scope,
            @JsonProperty("policy") @Nullable Policy policy,
            @JsonProperty("layers") @Nullable List<String> layers,
            @JsonProperty("train") Training.@Nullable Said train) {
        LayerValues<Double> sparsity = LayerValues.numbers("prune", said);
        Double all = sparsity.all();
        return new PruneStep(
                sparsity,
                from == null && all != null ? Double.valueOf(Math.min(USUAL_START, all)) : from,
                power == null ? USUAL_POWER : power,
                beginStep == null ? 0 : beginStep,
                endStep,
                frequency,
                pattern == null ? PatternName.SINGLE : pattern,
                scope == null ? Scope.LAYER : scope,
                policy == null ? Policy.SIZE : policy,
                LayerNames.of(layers),
                Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.PRUNE;
    }

    /** With a frequency that leaves several prunings, and the last of them as the end, so that the sparsity is reached exactly. */
    @Override
    public PruneStep resolved(StepContext context) {
        long end = endStep == null ? context.steps() : endStep;
        long every = frequency == null
                ? Math.max(1, Math.min(USUAL_FREQUENCY, (end - beginStep) / LEAST_PRUNINGS))
                : frequency;
        long last = endStep == null ? beginStep + Math.max(0, end - beginStep) / every * every : endStep;
        return new PruneStep(sparsity, from, power, beginStep, last, every, pattern, scope, policy, layers, train);
    }

    @Override
    public List<String> names() {
        return sparsity.names(layers);
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        if (isAtOnce()) {
            Model pruned = model;
            for (OneShotPruning pruning : atOnce(model)) {
                pruned = pruning.apply(pruned);
            }
            return train.epochs() == 0 ? ParametrizedModel.of(pruned) : Preserved.in(pruned);
        }
        ParametrizedModel masked = ParametrizedModel.of(model);
        for (Pruning pruning : inTraining(model, context)) {
            masked = pruning.apply(masked);
        }
        return Preserved.in(masked);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        if (isAtOnce()) {
            return atOnce(model).stream()
                    .flatMap(pruning -> pruning.notes(model).stream())
                    .toList();
        }
        List<String> notes = new ArrayList<>();
        inTraining(model, context).forEach(pruning -> notes.addAll(pruning.notes(model)));
        shortfall(context).ifPresent(notes::add);
        return notes;
    }

    private boolean isAtOnce() {
        return scope == Scope.MODEL || train.epochs() == 0;
    }

    /** Says so if so few steps end the training before all is pruned. */
    private Optional<String> shortfall(StepContext context) {
        double share = sparsity.values().stream().max(Double::compare).orElseThrow();
        PolynomialDecay schedule = resolved(context).schedule(share);
        OptionalLong last = lastPruning(schedule, context);
        if (last.isEmpty() || schedule.sparsity(last.getAsLong()) >= share) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.US,
                "prunes to a share of %.4f only, not %s: the last of %d training steps that prunes is step %d, before"
                        + " end_step %d; set end_step to %d, or train longer",
                schedule.sparsity(last.getAsLong()),
                share,
                context.steps(),
                last.getAsLong(),
                schedule.endStep(),
                last.getAsLong()));
    }

    /** The last training step that prunes; empty if none does, or if the pattern is laid on once. */
    private OptionalLong lastPruning(PolynomialDecay schedule, StepContext context) {
        return PatternName.pattern(pattern).followsSparsity()
                ? LongStream.rangeClosed(1, context.steps())
                        .filter(schedule::isDue)
                        .max()
                : OptionalLong.empty();
    }

    /** @throws CompressionException if the training ends before anything is pruned */
    private void requirePruning(PolynomialDecay schedule, StepContext context) {
        if (PatternName.pattern(pattern).followsSparsity()
                && lastPruning(schedule, context).isEmpty()) {
            PruneStep resolved = resolved(context);
            throw new CompressionException("prunes nothing: the training has " + context.steps()
                    + " steps, and with begin_step " + beginStep + ", end_step " + resolved.endStep()
                    + " and frequency "
                    + resolved.frequency() + " none of them prunes; remove these keys, or train longer");
        }
    }

    private List<Pruning> inTraining(Model model, StepContext context) {
        PruneStep resolved = resolved(context);
        return sparsity.inGroups(model, layers, (share, names) -> {
            PolynomialDecay schedule = resolved.schedule(share);
            requirePruning(schedule, context);
            Pruning pruning = Pruning.lowMagnitude(schedule).withPattern(PatternName.pattern(pattern));
            pruning = names.length == 0 ? pruning : pruning.withLayers(names);
            return policy == Policy.LATENCY ? pruning.withLatencyPolicy() : pruning;
        });
    }

    private List<OneShotPruning> atOnce(Model model) {
        return sparsity.inGroups(model, layers, (share, names) -> {
            OneShotPruning pruning = scope == Scope.MODEL
                    ? Pruning.global(share)
                    : Pruning.oneShot(share).withPattern(PatternName.pattern(pattern));
            pruning = names.length == 0 ? pruning : pruning.withLayers(names);
            return policy == Policy.LATENCY ? pruning.withLatencyPolicy() : pruning;
        });
    }

    private static double from(@Nullable Double said, double share) {
        return said == null ? Math.min(USUAL_START, share) : said;
    }

    private PolynomialDecay schedule(double share) {
        if (endStep == null || frequency == null) {
            throw new IllegalStateException("the schedule is not resolved");
        }
        return PolynomialDecay.from(from(from, share))
                .to(share)
                .over(beginStep, endStep)
                .withPower(power)
                .withFrequency(frequency);
    }
}
