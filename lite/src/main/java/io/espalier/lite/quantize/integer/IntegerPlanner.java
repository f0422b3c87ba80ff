// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.QuantizationPlan.TensorDecision;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides for every operator and tensor of a float subgraph; changes nothing. */
final class IntegerPlanner {
    private final Subgraph subgraph;
    private final TensorRanges ranges;
    private final IntegerOptions options;
    private final List<OperatorDecision> choices;
    private final List<Operator> integerOperators;
    private final ActivationEncodings activations;
    private final WeightEncodings weights;

    /** Tensors that are produced in another form than before. */
    private final Map<Integer, TensorDecision> produced = new TreeMap<>();

    private IntegerPlanner(Subgraph subgraph, TensorRanges ranges, IntegerOptions options) {
        this.subgraph = subgraph;
        this.ranges = ranges;
        this.options = options;
        this.choices = OperatorChoices.choose(subgraph, ranges, options);
        this.integerOperators = choices.stream()
                .filter(choice -> choice.arithmetic() == Arithmetic.INTEGER)
                .map(choice -> subgraph.operators().get(choice.index()))
                .toList();
        this.activations = new ActivationEncodings(subgraph, integerOperators, ranges, options);
        this.weights = new WeightEncodings(subgraph, options);
    }

    /**
     * @throws QuantizationException if a range is missing, if a constant holds no numbers, or if an operator stays in float though
     *     the options are strict
     */
    static QuantizationPlan plan(Subgraph subgraph, TensorRanges ranges, IntegerOptions options) {
        IntegerPlanner planner = new IntegerPlanner(subgraph, ranges, options);
        if (options.strict()) {
            planner.refuseFloatOperators();
        }
        planner.refuseConstantsThatAreNoNumbers();
        // Concerns only operators with a bias.
        new RequantizationLimits(subgraph, planner.activations, planner.weights).apply(planner.integerOperators);
        planner.decideInputs();
        planner.decideProducedTensors();
        List<OperatorDecision> operators =
                planner.choices.stream().map(planner::decided).toList();
        return new QuantizationPlan(operators, List.copyOf(planner.produced.values()), planner.outputs());
    }

    private OperatorDecision decided(OperatorDecision choice) {
        OperatorDecision decided = choice.withInputs(inputs(choice));
        return choice.arithmetic() == Arithmetic.INTEGER
                ? decided.withReason(
                        weights.reason(subgraph, subgraph.operators().get(choice.index())))
                : decided;
    }

    private void refuseFloatOperators() {
        List<String> inFloat = choices.stream()
                .filter(choice -> choice.arithmetic() == Arithmetic.FLOAT)
                .map(choice -> "operator " + choice.index() + " (" + choice.operator() + ", '" + choice.output()
                        + "'): " + choice.reason())
                .toList();
        if (!inFloat.isEmpty()) {
            throw new QuantizationException(
                    "the model cannot be fully quantized to integers; operators that stay in float: "
                            + String.join("; ", inFloat)
                            + ". Change these layers, or allow operators in float");
        }
    }

    // Before ranges are asked for: what such a constant takes part in has none.
    private void refuseConstantsThatAreNoNumbers() {
        integerOperators.stream()
                .flatMapToInt(operator -> operator.inputs().stream())
                .filter(this::isFloat)
                .mapToObj(subgraph::tensor)
                .filter(tensor -> !tensor.buffer().isEmpty())
                .forEach(IntegerConstants::checkFinite);
    }

    private void decideInputs() {
        if (options.inputType() != TensorType.FLOAT32) {
            subgraph.inputs().stream()
                    .filter(this::isFloat)
                    .forEach(input -> produce(
                            input, atBoundary(activations.of(input), options.inputType()), "input of the model"));
        }
    }

    private void decideProducedTensors() {
        for (Operator operator : integerOperators) {
            OperatorTable.of(operator).activationOutputs(operator).forEach(output -> {
                Optional<TensorEncoding> fixed = activations.fixed(output);
                String reason = fixed.isPresent()
                        ? "fixed by its operator"
                        : activations.isGrouped(output) ? "one scale with its group" : "its own range";
                produce(output, fixed.orElseGet(() -> activations.of(output)), reason);
            });
            if (operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)) {
                produceStates(operator);
            }
        }
    }

    private void produceStates(Operator lstm) {
        produce(
                lstm.inputs().get(LstmStates.OUTPUT),
                inside(lstm.outputs().get(0)),
                "state, in the form of the operator's output");
        produce(
                lstm.inputs().get(LstmStates.CELL),
                LstmStates.cellForm(lstm, subgraph, ranges),
                "state of the cell, with a power of two as scale");
    }

    private void produce(int tensor, TensorEncoding form, String reason) {
        produced.put(tensor, new TensorDecision(tensor, subgraph.tensor(tensor).name(), form, reason));
    }

    private List<Optional<TensorEncoding>> inputs(OperatorDecision choice) {
        Operator operator = subgraph.operators().get(choice.index());
        return switch (choice.arithmetic()) {
            case INTEGER -> integerInputs(operator, choice.inputs());
            case FLOAT -> operator.inputs().stream().mapToObj(this::inFloat).toList();
            case HYBRID, UNTOUCHED -> choice.inputs();
        };
    }

    private List<Optional<TensorEncoding>> integerInputs(Operator operator, List<Optional<TensorEncoding>> asTheyCome) {
        OperatorSpec row = OperatorTable.of(operator);
        boolean sameScale = row.scales(options.activations()) instanceof ScaleConstraint.SameAsInput;
        List<Optional<TensorEncoding>> forms = new ArrayList<>(asTheyCome);
        for (int position = 0; position < forms.size(); position++) {
            if (operator.hasInput(position) && row.isActivation(position)) {
                TensorEncoding form = sameScale
                        ? activations.of(
                                row.activationOutputs(operator).findFirst().orElseThrow())
                        : inside(operator.inputs().get(position));
                forms.set(position, Optional.of(form));
            }
        }
        weights.decide(subgraph, operator, forms);
        if (operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)) {
            for (int position : List.of(LstmStates.OUTPUT, LstmStates.CELL)) {
                forms.set(
                        position,
                        Optional.ofNullable(produced.get(operator.inputs().get(position)))
                                .map(TensorDecision::form));
            }
        }
        return forms;
    }

    private List<Optional<TensorEncoding>> outputs() {
        return subgraph.outputs().stream()
                .mapToObj(output -> options.outputType() == TensorType.FLOAT32
                        ? inFloat(output)
                        : inFloat(output).map(unused -> atBoundary(inside(output), options.outputType())))
                .toList();
    }

    private Optional<TensorEncoding> inFloat(int tensor) {
        return isFloat(tensor) ? Optional.of(TensorEncoding.FLOAT) : Optional.empty();
    }

    /** The form of an activation between integer operators. */
    private TensorEncoding inside(int tensor) {
        TensorDecision decision = produced.get(tensor);
        return decision != null
                        && decision.form().type() == options.activations().tensorType()
                ? decision.form()
                : activations.of(tensor);
    }

    private static TensorEncoding atBoundary(TensorEncoding inside, TensorType type) {
        return type == TensorType.UINT8 ? inside.inUint8() : inside;
    }

    private boolean isFloat(int tensor) {
        return tensor != Operator.ABSENT && subgraph.tensor(tensor).type() == TensorType.FLOAT32;
    }
}
