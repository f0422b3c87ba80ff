// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says of each operator whether it computes with integers. */
final class OperatorChoices {
    private static final String UNTRAINED = "quantization-aware training did not round it";

    private final Subgraph subgraph;
    private final IntegerOptions options;
    private final TensorRanges ranges;

    /** Tensors that are computed from constants; calibration does not observe their ranges. */
    private final BitSet computedConstants = new BitSet();

    private final OutlyingConstants outlying;

    private OperatorChoices(Subgraph subgraph, TensorRanges ranges, IntegerOptions options) {
        this.subgraph = subgraph;
        this.options = options;
        this.ranges = ranges;
        this.outlying = new OutlyingConstants(subgraph, ranges, options.activations());
        subgraph.operators().stream()
                .filter(this::computesConstant)
                .forEach(operator -> operator.outputs().addTo(computedConstants));
    }

    private boolean computesConstant(Operator operator) {
        return operator.inputs().stream().anyMatch(input -> input != Operator.ABSENT)
                && operator.inputs().stream()
                        .allMatch(input -> input == Operator.ABSENT
                                || computedConstants.get(input)
                                || subgraph.tensor(input).isConstant());
    }

    /**
     * One decision for each operator of the subgraph; its inputs are still taken as they come.
     *
     * @throws io.espalier.lite.QuantizationException if an output that must become integers holds what stands for infinity
     */
    static List<OperatorDecision> choose(Subgraph subgraph, TensorRanges ranges, IntegerOptions options) {
        OperatorChoices choices = new OperatorChoices(subgraph, ranges, options);
        if (options.outputType() != TensorType.FLOAT32) {
            choices.outlying.refuseInOutputs(options.outputType());
        }
        List<OperatorDecision> chosen = new ArrayList<>();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            chosen.add(choices.choose(index));
        }
        if (options.activations() == ActivationType.INT8 && !options.strict()) {
            choices.leaveFloatIslands(chosen);
        }
        choices.leaveMovesBetweenFloats(chosen);
        return List.copyOf(chosen);
    }

    private OperatorDecision choose(int index) {
        Operator operator = subgraph.operators().get(index);
        boolean hasFloats = IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .anyMatch(tensor -> tensor != Operator.ABSENT && isFloat(tensor));
        if (!hasFloats) {
            return decision(index, Arithmetic.UNTOUCHED, "");
        }
        if (options.keptInFloat().contains(index)) {
            return decision(index, Arithmetic.FLOAT, "kept in float as requested");
        }
        Optional<String> untrained = options.untrained().contains(index) ? Optional.of(UNTRAINED) : Optional.empty();
        return obstacle(operator)
                .or(() -> untrained)
                .map(reason -> decision(index, Arithmetic.FLOAT, reason))
                .orElseGet(() -> decision(index, Arithmetic.INTEGER, ""));
    }

    private OperatorDecision decision(int index, Arithmetic arithmetic, String reason) {
        Operator operator = subgraph.operators().get(index);
        String output = operator.outputs().stream()
                .filter(tensor -> tensor != Operator.ABSENT)
                .mapToObj(tensor -> subgraph.tensor(tensor).name())
                .findFirst()
                .orElse("");
        List<Optional<TensorEncoding>> asTheyCome =
                Collections.nCopies(operator.inputs().size(), Optional.empty());
        return new OperatorDecision(index, operator.code().name(), output, arithmetic, reason, asTheyCome);
    }

    private Optional<String> obstacle(Operator operator) {
        if (computesConstant(operator)) {
            return Optional.of("it computes a constant");
        }
        OperatorSpec row = OperatorTable.of(operator);
        if (row.integerKernel(options.activations()).isEmpty()) {
            return Optional.of(row.integerFault().orElse("no kernel for " + options.activations() + " activations"));
        }
        Optional<String> outlier = outlying.obstacle(operator);
        if (outlier.isPresent()) {
            return outlier;
        }
        boolean keepsKnownStates = LstmStates.canBeIntegers(operator, subgraph, ranges, options.activations());
        for (int position = 0; position < operator.inputs().size(); position++) {
            boolean isKnownState =
                    keepsKnownStates && row.input(position).orElse(Operand.PARAMETER) instanceof Operand.State;
            if (operator.hasInput(position) && !isKnownState) {
                int input = operator.inputs().get(position);
                Optional<Operand> role = row.input(position);
                Optional<String> obstacle = role.isEmpty()
                        ? Optional.of("it has more inputs than the operator table knows")
                        : obstacle(input, role.get());
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
        }
        if (row.scales(options.activations()) instanceof SameAsInput same && !row.isActivation(same.input())) {
            return Optional.of("its output would have the scales of its weights");
        }
        Optional<Tensor> other = row.activationOutputs(operator)
                .mapToObj(subgraph::tensor)
                .filter(output -> output.type() != TensorType.FLOAT32)
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(
                    "its output '" + other.get().name() + "' is " + other.get().type());
        }
        return operator.intermediates().isEmpty() ? Optional.empty() : Optional.of("it has intermediate tensors");
    }

    private Optional<String> obstacle(int input, Operand role) {
        Tensor tensor = subgraph.tensor(input);
        String name = "'" + tensor.name() + "'";
        if (role instanceof Operand.Parameter) {
            return Optional.empty();
        }
        if (role instanceof Operand.State || tensor.isVariable()) {
            return Optional.of("it keeps the state " + name + " from one run to the next");
        }
        if (tensor.type() != TensorType.FLOAT32) {
            return Optional.of("its input " + name + " is " + tensor.type());
        }
        if (tensor.dynamicShape().stream().anyMatch(size -> size == 0)) {
            return Optional.of("its input " + name + " has no elements");
        }
        if (role instanceof Operand.Activation && !tensor.isConstant()) {
            return computedConstants.get(input)
                    ? Optional.of("its input " + name + " is computed from constants")
                    : Optional.empty();
        }
        if (tensor.buffer().isEmpty()) {
            return Optional.of(
                    "its weights or bias " + name + (tensor.isConstant() ? " are in another file" : " are computed"));
        }
        return tensor.sparsity().isPresent() ? Optional.of("its constant " + name + " is sparse") : Optional.empty();
    }

    private void leaveFloatIslands(List<OperatorDecision> chosen) {
        FloatIslands islands = new FloatIslands(subgraph, chosen, options.storesWeights());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int index = 0; index < chosen.size(); index++) {
                Optional<String> reason = islands.reason(index);
                if (reason.isPresent()) {
                    chosen.set(index, decision(index, Arithmetic.FLOAT, reason.get()));
                    grown = true;
                }
            }
        }
    }

    /** Quantizing values only to move them and turn them back costs time and accuracy, and gains nothing. */
    private void leaveMovesBetweenFloats(List<OperatorDecision> chosen) {
        FloatNeighbours neighbours = new FloatNeighbours(subgraph);
        Deque<Integer> undecided = new ArrayDeque<>();
        IntStream.range(0, chosen.size()).forEach(undecided::add);
        while (!undecided.isEmpty()) {
            int index = undecided.remove();
            if (chosen.get(index).arithmetic() == Arithmetic.INTEGER
                    && OperatorTable.of(subgraph.operators().get(index)).scales(options.activations())
                            instanceof SameAsInput
                    && !neighbours.of(index).isEmpty()
                    && neighbours.of(index).stream()
                            .allMatch(other -> chosen.get(other).arithmetic() == Arithmetic.FLOAT)
                    && !touchesBoundary(index)) {
                chosen.set(index, decision(index, Arithmetic.FLOAT, "it only moves values between float operators"));
                undecided.addAll(neighbours.of(index));
            }
        }
    }

    // Where the model's own inputs and outputs are integers, moving them as such is for nothing.
    private boolean touchesBoundary(int index) {
        Operator operator = subgraph.operators().get(index);
        return (options.inputType() != TensorType.FLOAT32
                        && operator.inputs().stream().anyMatch(subgraph.inputs()::contains))
                || (options.outputType() != TensorType.FLOAT32
                        && operator.outputs().stream().anyMatch(subgraph.outputs()::contains));
    }

    private boolean isFloat(int tensor) {
        return subgraph.tensor(tensor).type() == TensorType.FLOAT32;
    }
}
