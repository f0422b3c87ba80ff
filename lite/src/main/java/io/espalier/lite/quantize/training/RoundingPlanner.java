// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.operator.ScaleConstraint.Fixed;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.training.RoundingPlan.FloatOperator;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedActivation;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads off the plan of an int8 conversion what training has to round. */
final class RoundingPlanner {
    /** Stands for the range of any activation. */
    private static final ValueRange SOME_RANGE = new ValueRange(-6, 6);

    private static final WeightGrid SOME_GRID = new WeightGrid(8, false);

    /** Functions whose value or slope is infinite at 0. */
    private static final Set<BuiltinOperator> STEEP_AT_ZERO =
            EnumSet.of(BuiltinOperator.DIV, BuiltinOperator.LOG, BuiltinOperator.RSQRT, BuiltinOperator.SQRT);

    private static final String STEEP = "the layer divides by, or takes the root of, what training may round to 0";

    private static final String UNROUNDED =
            "the conversion rearranges its weights, which training cannot round therefore";

    private final Subgraph subgraph;
    private final QuantizationPlan conversion;
    private final Map<Integer, Operator> producers = new HashMap<>();
    private final Map<Integer, Set<Operator>> users = new HashMap<>();
    private final Set<Operator> integers = new LinkedHashSet<>();
    private final Set<Operator> steep = new LinkedHashSet<>();
    private final Map<ActivationKey, RoundedActivation> activations = new LinkedHashMap<>();

    /** @param graph optimized, its tensors of distinct names, with the places in the model that they come from */
    RoundingPlanner(Graph graph) {
        this.subgraph = graph.main();
        this.conversion = IntegerQuantizer.of(IntegerOptions.INT8).plan(graph, someRanges());
        for (Operator operator : subgraph.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> producers.put(output, operator));
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .forEach(input -> users.computeIfAbsent(input, unused -> new LinkedHashSet<>())
                            .add(operator));
        }
        conversion.operators().stream()
                .filter(decision -> decision.arithmetic() == Arithmetic.INTEGER)
                .map(decision -> subgraph.operators().get(decision.index()))
                .forEach(integers::add);
        leaveSteepLayers();
    }

    /** Leaves layers in float that have a function which is infinite at 0, such as the inverse root of a variance. */
    private void leaveSteepLayers() {
        Set<String> layers = integers.stream()
                .filter(RoundingPlanner::isSteep)
                .map(this::layer)
                .collect(Collectors.toSet());
        integers.stream().filter(operator -> layers.contains(layer(operator))).forEach(steep::add);
        integers.removeAll(steep);
    }

    private static boolean isSteep(Operator operator) {
        return STEEP_AT_ZERO.contains(operator.code().builtin());
    }

    private TensorRanges someRanges() {
        return new TensorRanges(subgraph.tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.FLOAT32 && !tensor.isConstant())
                .collect(Collectors.toMap(Tensor::name, tensor -> SOME_RANGE)));
    }

    RoundingPlan plan() {
        subgraph.inputs().stream().forEach(this::roundWhatIntegersUse);
        for (Operator operator : subgraph.operators()) {
            if (integers.contains(operator)) {
                row(operator)
                        .activationInputs(operator)
                        .filter(input -> subgraph.tensor(input).isConstant())
                        .forEach(this::roundConstant);
                row(operator).activationOutputs(operator).forEach(output -> round(operator, output));
            } else {
                operator.outputs().stream()
                        .filter(output -> output != Operator.ABSENT)
                        .forEach(this::roundWhatIntegersUse);
            }
        }
        return new RoundingPlan(List.copyOf(activations.values()), weights(), values(), inFloat());
    }

    private List<RoundedWeight> weights() {
        Map<WeightKey, Set<RoundedWeight>> uses = new LinkedHashMap<>();
        for (Operator operator : integers) {
            row(operator).weights().stream()
                    .filter(operator::hasInput)
                    .flatMap(position -> weight(operator, position).stream())
                    .forEach(weight -> uses.computeIfAbsent(weight.key(), unused -> new LinkedHashSet<>())
                            .add(weight));
        }
        // Parts of different sizes have one scale in training.
        return uses.values().stream()
                .map(parts -> parts.stream().reduce(RoundedWeight::joinedWith).orElseThrow())
                .toList();
    }

    private void roundWhatIntegersUse(int tensor) {
        boolean isUsed = users.getOrDefault(tensor, Set.of()).stream()
                .filter(integers::contains)
                .anyMatch(user -> row(user).activationInputs(user).anyMatch(input -> input == tensor));
        if (isUsed) {
            round(tensor, Optional.empty(), Optional.empty());
        }
    }

    private void roundConstant(int tensor) {
        place(tensor).ifPresent(place -> activations.put(place, RoundedActivation.constant(place)));
    }

    private void round(Operator operator, int output) {
        ScaleConstraint scales = scales(operator);
        if (scales instanceof Fixed fixed) {
            round(output, Optional.empty(), Optional.of(fixed.int8Range()));
        } else if (scales instanceof SameAsInput same && isAlone(operator)) {
            if (same.rounds()) {
                round(output, rounded(operator.inputs().get(same.input())), Optional.empty());
            }
        } else {
            round(output, Optional.empty(), Optional.empty());
        }
    }

    private void round(int tensor, Optional<ActivationKey> like, Optional<ValueRange> fixed) {
        boolean isJoined = like.isEmpty() && fixed.isEmpty() && isOnlyJoined(tensor);
        place(tensor)
                .filter(place -> !isJoined)
                .ifPresent(place -> activations.put(place, new RoundedActivation(place, like, fixed, false)));
    }

    /** The place where training rounded what is in a tensor, also where it has only moved since. */
    private Optional<ActivationKey> rounded(int tensor) {
        Optional<Operator> moving = Optional.ofNullable(producers.get(tensor)).filter(this::onlyMoves);
        if (moving.isPresent()) {
            Operator move = moving.get();
            return rounded(row(move).activationInputs(move).findFirst().orElseThrow());
        }
        return place(tensor).filter(activations::containsKey);
    }

    private boolean onlyMoves(Operator operator) {
        return integers.contains(operator)
                && scales(operator) instanceof SameAsInput same
                && !same.rounds()
                && isAlone(operator);
    }

    /** Whether a tensor only goes into an operator that gives all it takes one scale: rounding what comes out is the same. */
    private boolean isOnlyJoined(int tensor) {
        Set<Operator> all = users.getOrDefault(tensor, Set.of());
        return all.size() == 1
                && subgraph.outputs().stream().noneMatch(output -> output == tensor)
                && all.stream()
                        .allMatch(user -> integers.contains(user)
                                && scales(user) instanceof SameAsInput
                                && !isAlone(user)
                                && row(user).activationInputs(user).anyMatch(input -> input == tensor));
    }

    private static boolean isAlone(Operator operator) {
        return row(operator).activationInputs(operator).count() == 1;
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
                    operator.is(BuiltinOperator.FULLY_CONNECTED),
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

    /** What the conversion leaves in float, and what it would leave because training has no such value to round. */
    private List<FloatOperator> inFloat() {
        TrainedTensors trained = TrainedTensors.of(subgraph.withTensors(
                subgraph.tensors().stream().map(this::afterTraining).toList()));
        List<FloatOperator> inFloat = new ArrayList<>();
        for (OperatorDecision decision : conversion.operators()) {
            Operator operator = subgraph.operators().get(decision.index());
            if (decision.arithmetic() == Arithmetic.FLOAT) {
                inFloat.add(new FloatOperator(decision.operator(), layer(operator), decision.reason()));
            } else if (steep.contains(operator)) {
                inFloat.add(new FloatOperator(decision.operator(), layer(operator), STEEP));
            } else if (integers.contains(operator) && !trained.cover(operator)) {
                inFloat.add(new FloatOperator(decision.operator(), layer(operator), UNROUNDED));
            }
        }
        return inFloat;
    }

    private Tensor afterTraining(Tensor tensor) {
        TrainedValues places = tensor.trained();
        if (places.weight().isPresent()) {
            return tensor.withTrained(TrainedValues.of(SOME_GRID));
        }
        boolean isRounded = places.activation().filter(activations::containsKey).isPresent();
        return tensor.withTrained(isRounded ? TrainedValues.of(SOME_RANGE) : TrainedValues.NONE);
    }

    private String layer(Operator operator) {
        Tensor output = subgraph.tensor(operator.outputs().get(0));
        return output.trained().activation().map(ActivationKey::layer).orElse(output.name());
    }

    private Optional<ActivationKey> place(int tensor) {
        return subgraph.tensor(tensor).trained().activation();
    }

    private static OperatorSpec row(Operator operator) {
        return OperatorTable.of(operator);
    }

    private static ScaleConstraint scales(Operator operator) {
        return row(operator).scales(ActivationType.INT8);
    }
}
