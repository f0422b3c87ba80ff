// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.operator.ScaleConstraint.Fixed;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.quantize.training.RoundingPlan.FloatOperator;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedActivation;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight.Kind;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads off what an int8 conversion does with a graph what training has to round. */
final class RoundingPlanner {
    private static final WeightGrid SOME_GRID = new WeightGrid(8, false);

    private static final String REARRANGED =
            "the conversion rearranges its weights, which training cannot round therefore";

    private static final String UNROUNDED = "training does not round what flows into it or out of it";

    private final Subgraph subgraph;
    private final IntegerOperators integers;
    private final Map<ActivationKey, RoundedActivation> activations = new LinkedHashMap<>();

    /** @param graph optimized, its tensors of distinct names, with the places in the model that they come from */
    RoundingPlanner(Graph graph) {
        this.subgraph = graph.main();
        this.integers = new IntegerOperators(graph);
    }

    RoundingPlan plan() {
        subgraph.inputs().stream().filter(integers::use).forEach(this::round);
        for (Operator operator : subgraph.operators()) {
            if (integers.contains(operator)) {
                row(operator)
                        .activationInputs(operator)
                        .filter(input -> subgraph.tensor(input).isConstant())
                        .forEach(this::roundConstant);
                row(operator).activationOutputs(operator).forEach(output -> round(operator, output));
            } else {
                operator.outputs().stream().filter(integers::use).forEach(this::round);
            }
        }
        TrainedTensors trained = TrainedTensors.of(subgraph.withTensors(
                subgraph.tensors().stream().map(this::afterTraining).toList()));
        Set<String> inIntegers =
                integers.stream().filter(trained::cover).map(integers::layer).collect(Collectors.toSet());
        return new RoundingPlan(List.copyOf(activations.values()), weights(), values(), inFloat(trained), inIntegers);
    }

    private void roundConstant(int tensor) {
        place(tensor).ifPresent(place -> activations.put(place, RoundedActivation.constant(place)));
    }

    private void round(Operator operator, int output) {
        ScaleConstraint scales = IntegerOperators.scales(operator);
        if (scales instanceof Fixed fixed) {
            round(output, Optional.empty(), Optional.of(fixed.int8Range()));
        } else if (!(scales instanceof SameAsInput same) || !IntegerOperators.takesOne(operator)) {
            round(output);
        } else if (same.rounds()) {
            round(output, rounded(operator.inputs().get(same.input())), Optional.empty());
        }
    }

    private void round(int tensor) {
        if (!integers.onlyJoin(tensor)) {
            round(tensor, Optional.empty(), Optional.empty());
        }
    }

    private void round(int tensor, Optional<ActivationKey> like, Optional<ValueRange> fixed) {
        place(tensor).ifPresent(place -> activations.put(place, new RoundedActivation(place, like, fixed, false)));
    }

    /** The place where training rounded what is in a tensor, also where it has only moved since. */
    private Optional<ActivationKey> rounded(int tensor) {
        Optional<Operator> moving = integers.moving(tensor);
        return moving.isPresent()
                ? rounded(row(moving.get())
                        .activationInputs(moving.get())
                        .findFirst()
                        .orElseThrow())
                : place(tensor).filter(activations::containsKey);
    }

    private List<RoundedWeight> weights() {
        Map<WeightKey, Set<RoundedWeight>> uses = new LinkedHashMap<>();
        integers.stream()
                .flatMap(this::weights)
                .forEach(weight -> uses.computeIfAbsent(weight.key(), unused -> new LinkedHashSet<>())
                        .add(weight));
        // Parts of different sizes have one scale in training.
        return uses.values().stream()
                .map(parts -> parts.stream().reduce(RoundedWeight::joinedWith).orElseThrow())
                .toList();
    }

    private Stream<RoundedWeight> weights(Operator operator) {
        return Stream.concat(
                table(operator).stream(),
                row(operator).weights().stream()
                        .filter(operator::hasInput)
                        .flatMap(position -> weight(operator, position).stream()));
    }

    private Optional<RoundedWeight> table(Operator operator) {
        return RangeFlow.table(operator, subgraph::tensor)
                .flatMap(table -> table.trained()
                        .weight()
                        .map(key -> new RoundedWeight(
                                key, Kind.TABLE, table.shape().get(table.shape().size() - 1), 1)));
    }

    private Optional<RoundedWeight> weight(Operator operator, int position) {
        Tensor tensor = subgraph.tensor(operator.inputs().get(position));
        return tensor.trained().weight().map(key -> {
            int axis = ((Operand.Weight) row(operator).inputs().get(position))
                    .channelAxis()
                    .orElse(0);
            int valuesOfEach = operator.is(BuiltinOperator.TRANSPOSE_CONV)
                    ? tensor.shape().get(tensor.shape().size() - 1)
                    : 1;
            return new RoundedWeight(
                    key,
                    operator.is(BuiltinOperator.FULLY_CONNECTED) ? Kind.MATRIX : Kind.KERNEL,
                    tensor.shape().get(axis),
                    valuesOfEach);
        });
    }

    private Set<ActivationKey> values() {
        return IntStream.range(0, subgraph.tensors().size())
                .mapToObj(this::place)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** What the conversion leaves in float, and what it would leave because training cannot round it. */
    private List<FloatOperator> inFloat(TrainedTensors trained) {
        List<FloatOperator> inFloat = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            Optional<String> reason =
                    integers.contains(operator) ? uncovered(operator, trained) : integers.floatReason(operator);
            reason.ifPresent(
                    why -> inFloat.add(new FloatOperator(operator.code().name(), integers.layer(operator), why)));
        }
        return inFloat;
    }

    private static Optional<String> uncovered(Operator operator, TrainedTensors trained) {
        if (trained.cover(operator)) {
            return Optional.empty();
        }
        boolean hasWeights = row(operator).weights().stream()
                .filter(operator::hasInput)
                .anyMatch(position -> !trained.hasGrid(operator.inputs().get(position)));
        return Optional.of(hasWeights ? REARRANGED : UNROUNDED);
    }

    private Tensor afterTraining(Tensor tensor) {
        TrainedValues places = tensor.trained();
        if (places.weight().isPresent()) {
            return tensor.withTrained(TrainedValues.of(SOME_GRID));
        }
        boolean isRounded = places.activation().filter(activations::containsKey).isPresent();
        return tensor.withTrained(isRounded ? TrainedValues.of(IntegerOperators.SOME_RANGE) : TrainedValues.NONE);
    }

    private Optional<ActivationKey> place(int tensor) {
        return subgraph.tensor(tensor).trained().activation();
    }

    private static OperatorSpec row(Operator operator) {
        return IntegerOperators.row(operator);
    }
}
