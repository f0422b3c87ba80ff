// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.QuantizationPlan.TensorDecision;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides for every operator and tensor of a float subgraph; changes nothing. */
final class IntegerPlanner {
    private final Subgraph subgraph;
    private final IntegerOptions options;
    private final List<OperatorChoice> choices;
    private final ActivationEncodings activations;
    private final WeightEncodings weights;

    /** Tensors that come to be in another form than before. */
    private final Map<Integer, TensorDecision> produced = new TreeMap<>();

    private IntegerPlanner(Subgraph subgraph, TensorRanges ranges, IntegerOptions options) {
        this.subgraph = subgraph;
        this.options = options;
        this.choices = OperatorChoices.choose(subgraph, options);
        this.activations = new ActivationEncodings(subgraph, choices, ranges, options);
        this.weights = new WeightEncodings(options);
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
        new RequantizationLimits(subgraph, planner.activations, planner.weights).apply(planner.choices);
        planner.decideInputs();
        planner.decideProducedTensors();
        return new QuantizationPlan(planner.operators(), List.copyOf(planner.produced.values()), planner.outputs());
    }

    private void refuseFloatOperators() {
        List<String> inTheWay = new ArrayList<>();
        for (int index = 0; index < choices.size(); index++) {
            if (choices.get(index) instanceof OperatorChoice.InFloat stays) {
                Operator operator = subgraph.operators().get(index);
                inTheWay.add("operator " + index + " (" + operator.code().name() + ", '" + outputName(operator) + "'): "
                        + stays.reason());
            }
        }
        if (!inTheWay.isEmpty()) {
            throw new QuantizationException("the model cannot be quantized to integers throughout; in the way are "
                    + String.join("; ", inTheWay)
                    + ". Change these layers, or allow operators in float");
        }
    }

    // Before ranges are asked for: what such a constant takes part in has none.
    private void refuseConstantsThatAreNoNumbers() {
        for (int index = 0; index < choices.size(); index++) {
            if (choices.get(index) instanceof OperatorChoice.InIntegers) {
                subgraph.operators().get(index).inputs().stream()
                        .filter(input -> input != Operator.ABSENT && isFloat(input))
                        .mapToObj(subgraph::tensor)
                        .filter(tensor -> !tensor.buffer().isEmpty())
                        .forEach(IntegerConstants::checkFinite);
            }
        }
    }

    private void decideInputs() {
        if (options.inputType() == TensorType.FLOAT32) {
            return;
        }
        subgraph.inputs().stream().filter(this::isFloat).forEach(input -> {
            TensorEncoding form = activations.of(input);
            boolean isUint8 = options.inputType() == TensorType.UINT8;
            produce(input, isUint8 ? form.inUint8() : form, "input of the model");
        });
    }

    private void decideProducedTensors() {
        for (int index = 0; index < choices.size(); index++) {
            if (choices.get(index) instanceof OperatorChoice.InIntegers integer) {
                Operator operator = subgraph.operators().get(index);
                for (int output : ActivationEncodings.activationOutputs(operator, integer)) {
                    Optional<TensorEncoding> fixed = activations.fixed(output);
                    String reason = fixed.isPresent()
                            ? "fixed by its operator"
                            : activations.isGrouped(output) ? "one scale with its group" : "its own range";
                    produce(output, fixed.orElseGet(() -> activations.of(output)), reason);
                }
            }
        }
    }

    private void produce(int tensor, TensorEncoding form, String reason) {
        produced.put(tensor, new TensorDecision(tensor, subgraph.tensor(tensor).name(), form, reason));
    }

    private List<OperatorDecision> operators() {
        List<OperatorDecision> decisions = new ArrayList<>();
        for (int index = 0; index < choices.size(); index++) {
            Operator operator = subgraph.operators().get(index);
            String name = operator.code().name();
            String output = outputName(operator);
            OperatorChoice choice = choices.get(index);
            if (choice instanceof OperatorChoice.InIntegers integer) {
                decisions.add(new OperatorDecision(
                        index, name, output, Arithmetic.INTEGER, "", integerInputs(operator, integer)));
            } else if (choice instanceof OperatorChoice.InFloat stays) {
                decisions.add(new OperatorDecision(
                        index, name, output, Arithmetic.FLOAT, stays.reason(), floatInputs(operator)));
            } else {
                decisions.add(
                        new OperatorDecision(index, name, output, Arithmetic.UNTOUCHED, "", asTheyCome(operator)));
            }
        }
        return decisions;
    }

    private List<Optional<TensorEncoding>> floatInputs(Operator operator) {
        return operator.inputs().stream()
                .mapToObj(input -> input != Operator.ABSENT && isFloat(input)
                        ? Optional.of(TensorEncoding.FLOAT)
                        : Optional.<TensorEncoding>empty())
                .toList();
    }

    private static List<Optional<TensorEncoding>> asTheyCome(Operator operator) {
        return operator.inputs().stream()
                .mapToObj(input -> Optional.<TensorEncoding>empty())
                .toList();
    }

    private List<Optional<TensorEncoding>> integerInputs(Operator operator, OperatorChoice.InIntegers integer) {
        List<Optional<TensorEncoding>> forms = new ArrayList<>(asTheyCome(operator));
        for (int position = 0; position < forms.size(); position++) {
            if (operator.hasInput(position)
                    && integer.row().input(position).orElse(Operand.PARAMETER) instanceof Operand.Activation) {
                forms.set(
                        position,
                        Optional.of(activationInput(
                                operator, integer, operator.inputs().get(position))));
            }
        }
        for (int position : integer.row().weights()) {
            if (operator.hasInput(position)
                    && integer.row().input(position).orElseThrow() instanceof Operand.Weight role) {
                decideWeights(operator, integer, position, role, forms);
            }
        }
        return forms;
    }

    private TensorEncoding activationInput(Operator operator, OperatorChoice.InIntegers integer, int tensor) {
        if (integer.kernel().scales() instanceof ScaleConstraint.SameAsInput) {
            return activations.of(ActivationEncodings.activationOutputs(operator, integer)[0]);
        }
        TensorDecision decision = produced.get(tensor);
        return decision != null
                        && decision.form().type() == options.activations().tensorType()
                ? decision.form()
                : activations.of(tensor);
    }

    private void decideWeights(
            Operator operator,
            OperatorChoice.InIntegers integer,
            int position,
            Operand.Weight role,
            List<Optional<TensorEncoding>> forms) {
        Optional<Operand.Bias> bias = Optional.empty();
        int biasPosition = -1;
        for (int other = 0; other < forms.size(); other++) {
            if (operator.hasInput(other)
                    && integer.row().input(other).orElseThrow() instanceof Operand.Bias candidate
                    && candidate.weight() == position) {
                bias = Optional.of(candidate);
                biasPosition = other;
            }
        }
        float inputScale = inputScale(integer, position, forms);
        Optional<Tensor> biasTensor =
                bias.isPresent() ? Optional.of(subgraph.tensor(operator.inputs().get(biasPosition))) : Optional.empty();
        TensorEncoding form = weights.ofWeights(
                operator.code().builtin(),
                role,
                subgraph.tensor(operator.inputs().get(position)),
                biasTensor,
                inputScale);
        forms.set(position, Optional.of(form));
        if (bias.isPresent()) {
            forms.set(biasPosition, Optional.of(weights.ofBias(form, inputScale)));
        }
    }

    // Of the activation that is multiplied by the weights.
    private static float inputScale(
            OperatorChoice.InIntegers integer, int weightPosition, List<Optional<TensorEncoding>> forms) {
        int input = integer.row().inputs().stream()
                .filter(Operand.Bias.class::isInstance)
                .map(Operand.Bias.class::cast)
                .filter(bias -> bias.weight() == weightPosition)
                .mapToInt(Operand.Bias::input)
                .findFirst()
                .orElse(0);
        return forms.get(input).map(form -> form.quantization().scales().get(0)).orElse(1f);
    }

    private List<Optional<TensorEncoding>> outputs() {
        return subgraph.outputs().stream()
                .mapToObj(output -> isFloat(output) ? Optional.of(output(output)) : Optional.<TensorEncoding>empty())
                .toList();
    }

    private TensorEncoding output(int tensor) {
        if (options.outputType() == TensorType.FLOAT32) {
            return TensorEncoding.FLOAT;
        }
        TensorDecision decision = produced.get(tensor);
        TensorEncoding inside = decision != null
                        && decision.form().type() == options.activations().tensorType()
                ? decision.form()
                : activations.of(tensor);
        return options.outputType() == TensorType.UINT8 ? inside.inUint8() : inside;
    }

    private boolean isFloat(int tensor) {
        return subgraph.tensor(tensor).type() == TensorType.FLOAT32;
    }

    private String outputName(Operator operator) {
        return operator.outputs().stream()
                .filter(output -> output != Operator.ABSENT)
                .mapToObj(output -> subgraph.tensor(output).name())
                .findFirst()
                .orElse("");
    }
}
