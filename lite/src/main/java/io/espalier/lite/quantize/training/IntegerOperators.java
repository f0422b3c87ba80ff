// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.tensor.ValueRange;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators of a graph that an int8 conversion computes with integers and that training can round, and how they hang together. */
final class IntegerOperators {
    /** Stands for the range of any activation. */
    static final ValueRange SOME_RANGE = new ValueRange(-6, 6);

    /** Functions whose value or slope is infinite at 0. */
    private static final Set<BuiltinOperator> STEEP_AT_ZERO =
            EnumSet.of(BuiltinOperator.DIV, BuiltinOperator.LOG, BuiltinOperator.RSQRT, BuiltinOperator.SQRT);

    private static final String STEEP =
            "it divides by, or takes the root or the logarithm of, what training may round to 0";

    private final Subgraph subgraph;
    private final Map<Integer, Operator> producers = new HashMap<>();
    private final Map<Integer, Set<Operator>> users = new HashMap<>();
    private final Set<Operator> integers = new LinkedHashSet<>();
    private final Map<Operator, String> floats = new LinkedHashMap<>();

    /** @param graph optimized, its tensors of distinct names, with the places in the model that they come from */
    IntegerOperators(Graph graph) {
        this.subgraph = graph.main();
        for (Operator operator : subgraph.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> producers.put(output, operator));
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .forEach(input -> users.computeIfAbsent(input, unused -> new LinkedHashSet<>())
                            .add(operator));
        }
        IntegerQuantizer.of(IntegerOptions.INT8)
                .plan(graph, someRanges())
                .operators()
                .forEach(this::take);
        leaveSteepLayers();
    }

    private TensorRanges someRanges() {
        return new TensorRanges(subgraph.tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.FLOAT32 && !tensor.isConstant())
                .collect(Collectors.toMap(Tensor::name, tensor -> SOME_RANGE)));
    }

    private void take(OperatorDecision decision) {
        Operator operator = subgraph.operators().get(decision.index());
        if (decision.arithmetic() == Arithmetic.INTEGER) {
            integers.add(operator);
        } else if (decision.arithmetic() == Arithmetic.FLOAT) {
            floats.put(operator, decision.reason());
        }
    }

    /**
     * Leaves what layers compute in float that have a function which is infinite at 0, such as the inverse root of a variance; but not the sums of a
     * layer whose activation function it is.
     */
    private void leaveSteepLayers() {
        // Also those that are in float for speed; what has no int8 kernel at all was never rounded.
        Set<String> layers = Stream.concat(integers.stream(), floats.keySet().stream())
                .filter(operator -> STEEP_AT_ZERO.contains(operator.code().builtin())
                        && row(operator).int8().isPresent())
                .map(this::layer)
                .collect(Collectors.toSet());
        integers.stream()
                .filter(operator -> layers.contains(layer(operator)) && !isBeforeFunction(operator))
                .forEach(operator -> floats.put(operator, STEEP));
        integers.removeAll(floats.keySet());
    }

    private boolean isBeforeFunction(Operator operator) {
        return place(operator)
                .filter(place -> place.equals(ActivationKey.beforeFunction(place.layer())))
                .isPresent();
    }

    Stream<Operator> stream() {
        return integers.stream();
    }

    boolean contains(Operator operator) {
        return integers.contains(operator);
    }

    /** Why an operator stays in float; empty if it does not, or has no floats. */
    Optional<String> floatReason(Operator operator) {
        return Optional.ofNullable(floats.get(operator));
    }

    /** The layer that an operator computes. */
    String layer(Operator operator) {
        int output = operator.outputs().get(0);
        return placeFrom(output)
                .map(ActivationKey::layer)
                .orElseGet(() -> subgraph.tensor(output).name());
    }

    /** Where a tensor is in the model; flags and indices are part of the operation that they flow into. */
    private Optional<ActivationKey> placeFrom(int tensor) {
        Optional<ActivationKey> own = subgraph.tensor(tensor).trained().activation();
        boolean isValue = subgraph.tensor(tensor).type() == TensorType.FLOAT32;
        return own.isPresent() || isValue
                ? own
                : users(tensor).stream()
                        .map(user -> placeFrom(user.outputs().get(0)))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private Optional<ActivationKey> place(Operator operator) {
        return subgraph.tensor(operator.outputs().get(0)).trained().activation();
    }

    /** Whether a tensor flows into one of them. */
    boolean use(int tensor) {
        return users(tensor).stream().anyMatch(user -> contains(user) && takes(user, tensor));
    }

    /** The operator that computed a tensor, if it is one of them that only moves the values of its one activation. */
    Optional<Operator> moving(int tensor) {
        return Optional.ofNullable(producers.get(tensor)).filter(operator -> contains(operator) && onlyMoves(operator));
    }

    /** Whether a tensor only goes into an operator that gives all it takes one scale: rounding what comes out is the same. */
    boolean onlyJoin(int tensor) {
        Set<Operator> all = users(tensor);
        return all.size() == 1
                && subgraph.outputs().stream().noneMatch(output -> output == tensor)
                && all.stream()
                        .allMatch(user -> contains(user)
                                && scales(user) instanceof SameAsInput
                                && !takesOne(user)
                                && takes(user, tensor));
    }

    /** Whether an operator's int8 kernel only moves the values of its one activation. */
    static boolean onlyMoves(Operator operator) {
        return row(operator).int8().isPresent()
                && scales(operator) instanceof SameAsInput same
                && !same.rounds()
                && takesOne(operator);
    }

    /** Whether an operator takes one activation alone. */
    static boolean takesOne(Operator operator) {
        return row(operator).activationInputs(operator).count() == 1;
    }

    private static boolean takes(Operator operator, int tensor) {
        return row(operator).activationInputs(operator).anyMatch(input -> input == tensor);
    }

    private Set<Operator> users(int tensor) {
        return users.getOrDefault(tensor, Set.of());
    }

    static OperatorSpec row(Operator operator) {
        return OperatorTable.of(operator);
    }

    static ScaleConstraint scales(Operator operator) {
        return row(operator).scales(ActivationType.INT8);
    }
}
