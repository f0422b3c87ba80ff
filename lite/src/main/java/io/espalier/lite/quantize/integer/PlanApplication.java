// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.QuantizationPlan.TensorDecision;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out a plan. Tensors keep their indices and names; what is needed in a second form is added behind them, once for each form,
 * and each QUANTIZE or DEQUANTIZE stands before the first operator that needs it, those of the inputs at the beginning.
 */
final class PlanApplication {
    private final Subgraph subgraph;
    private final QuantizationPlan plan;
    private final List<Tensor> tensors;
    private final List<Operator> operators = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** A tensor as somebody wants it. */
    private record Wanted(int tensor, TensorEncoding form) {}

    private final Map<Wanted, Integer> forms = new HashMap<>();

    private PlanApplication(Subgraph subgraph, QuantizationPlan plan) {
        this.subgraph = subgraph;
        this.plan = plan;
        this.tensors = new ArrayList<>(subgraph.tensors());
        tensors.forEach(tensor -> names.add(tensor.name()));
    }

    /** The subgraph after the plan; its outputs may be other tensors than before, in the same order. */
    static Subgraph apply(Subgraph subgraph, QuantizationPlan plan) {
        PlanApplication application = new PlanApplication(subgraph, plan);
        application.encodeConstants();
        application.changeProducedTensors();
        application.convertInputs();
        for (OperatorDecision decision : plan.operators()) {
            application.operators.add(application.changed(decision));
        }
        Ints outputs = application.outputs();
        return subgraph.with(application.tensors, subgraph.inputs(), outputs, application.operators);
    }

    /** Every form that a constant is wanted in: the first takes the place of the float one where nobody wants that. */
    private void encodeConstants() {
        Map<Integer, Set<TensorEncoding>> wanted = new HashMap<>();
        for (OperatorDecision decision : plan.operators()) {
            Ints inputs = subgraph.operators().get(decision.index()).inputs();
            for (int position = 0; position < inputs.size(); position++) {
                want(inputs.get(position), decision.inputs().get(position), wanted);
            }
        }
        for (int position = 0; position < plan.outputs().size(); position++) {
            want(subgraph.outputs().get(position), plan.outputs().get(position), wanted);
        }
        // By index, so that the same plan adds the same tensors in the same order.
        for (int tensor = 0; tensor < subgraph.tensors().size(); tensor++) {
            encode(tensor, wanted.getOrDefault(tensor, Set.of()));
        }
    }

    private void want(int tensor, Optional<TensorEncoding> form, Map<Integer, Set<TensorEncoding>> wanted) {
        if (tensor != Operator.ABSENT && !subgraph.tensor(tensor).buffer().isEmpty()) {
            wanted.computeIfAbsent(tensor, unused -> new LinkedHashSet<>())
                    .add(form.orElse(TensorEncoding.of(subgraph.tensor(tensor))));
        }
    }

    private void encode(int index, Set<TensorEncoding> wanted) {
        Tensor constant = subgraph.tensor(index);
        TensorEncoding original = TensorEncoding.of(constant);
        boolean placeIsTaken = wanted.contains(original);
        for (TensorEncoding form : wanted) {
            if (form.equals(original)) {
                continue;
            }
            if (form.type() == TensorType.UINT8) {
                // Only an output can be wanted so: it is converted from its int8 form.
                continue;
            }
            Tensor encoded = IntegerConstants.encode(constant, form);
            if (placeIsTaken) {
                forms.put(new Wanted(index, form), add(encoded.withName(freeName(constant.name(), form))));
            } else {
                tensors.set(index, encoded);
                placeIsTaken = true;
            }
        }
    }

    private void changeProducedTensors() {
        for (TensorDecision decision : plan.tensors()) {
            tensors.set(decision.index(), decision.form().applyTo(tensors.get(decision.index())));
        }
    }

    /** First of all, so that what the caller gave is in use no longer than need be. */
    private void convertInputs() {
        for (OperatorDecision decision : plan.operators()) {
            Ints inputs = subgraph.operators().get(decision.index()).inputs();
            for (int position = 0; position < inputs.size(); position++) {
                int tensor = inputs.get(position);
                if (subgraph.inputs().contains(tensor)) {
                    decision.inputs().get(position).ifPresent(form -> inForm(tensor, form));
                }
            }
        }
    }

    private Operator changed(OperatorDecision decision) {
        Operator operator = subgraph.operators().get(decision.index());
        int[] inputs = operator.inputs().toArray();
        for (int position = 0; position < inputs.length; position++) {
            int tensor = inputs[position];
            inputs[position] = decision.inputs()
                    .get(position)
                    .map(form -> inForm(tensor, form))
                    .orElse(tensor);
        }
        if (EqualityConstants.isEquality(operator)) {
            roundEqualityConstants(operator, inputs);
        }
        Operator changed = operator.withInputs(Ints.of(inputs));
        if (decision.arithmetic() == Arithmetic.INTEGER && operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)) {
            Tensor output = tensors.get(operator.outputs().get(0));
            changed = changed.withIntermediates(
                    Ints.of(LstmStates.intermediates(output.name(), TensorEncoding.of(output)).stream()
                            .mapToInt(this::add)
                            .toArray()));
        }
        return decision.arithmetic() == Arithmetic.INTEGER
                ? OperatorVersions.lowest(withoutUnreachableClamps(withGeneralScales(changed)), tensors::get)
                : changed;
    }

    private void roundEqualityConstants(Operator operator, int[] inputs) {
        for (int position = 0; position < inputs.length; position++) {
            Tensor compared = tensors.get(operator.inputs().get(1 - position));
            Tensor constant = tensors.get(inputs[position]);
            if (EqualityConstants.fits(constant, compared)) {
                Tensor rounded = EqualityConstants.rounded(constant, compared);
                if (isUsedOnce(inputs[position])) {
                    tensors.set(inputs[position], rounded);
                } else {
                    inputs[position] = add(rounded.withName(freeName(constant.name(), TensorEncoding.of(constant))));
                }
            }
        }
    }

    private boolean isUsedOnce(int tensor) {
        long uses = subgraph.operators().stream()
                .flatMapToInt(operator -> operator.inputs().stream())
                .filter(input -> input == tensor)
                .count();
        return uses == 1 && !subgraph.outputs().contains(tensor);
    }

    // The int16 kernels of these would else ask for scales that are powers of two.
    private Operator withGeneralScales(Operator operator) {
        boolean powersOfTwo = (operator.is(BuiltinOperator.ADD) || operator.is(BuiltinOperator.SUB))
                && tensors.get(operator.outputs().get(0)).type() == TensorType.INT16;
        return powersOfTwo ? operator.withOptions(operator.options().with("pot_scale_int16", false)) : operator;
    }

    private Operator withoutUnreachableClamps(Operator operator) {
        Floats scales = tensors.get(operator.outputs().get(0)).quantization().scales();
        return scales.isEmpty() ? operator : UnreachableClamps.removedFrom(operator, scales.get(0));
    }

    private int inForm(int tensor, TensorEncoding form) {
        if (TensorEncoding.of(tensors.get(tensor)).equals(form)) {
            return tensor;
        }
        Integer known = forms.get(new Wanted(tensor, form));
        if (known != null) {
            return known;
        }
        Tensor source = tensors.get(tensor);
        int target = add(form.applyTo(source).withBuffer(Buffer.EMPTY).withName(freeName(source.name(), form)));
        convert(tensor, target);
        forms.put(new Wanted(tensor, form), target);
        return target;
    }

    private Ints outputs() {
        int[] outputs = subgraph.outputs().toArray();
        for (int position = 0; position < outputs.length; position++) {
            int output = outputs[position];
            outputs[position] = plan.outputs()
                    .get(position)
                    .map(form -> output(output, form))
                    .orElse(output);
        }
        return Ints.of(outputs);
    }

    /** What the caller gets keeps the name; the tensor that it comes from is renamed, unless the caller fills that. */
    private int output(int tensor, TensorEncoding form) {
        boolean isConverted = forms.containsKey(new Wanted(tensor, form));
        int output = inForm(tensor, form);
        if (output != tensor && !isConverted && !subgraph.inputs().contains(tensor)) {
            String outside = tensors.get(tensor).name();
            TensorEncoding inside = TensorEncoding.of(tensors.get(tensor));
            tensors.set(output, tensors.get(output).withName(outside));
            tensors.set(tensor, tensors.get(tensor).withName(freeName(outside, inside)));
        }
        return output;
    }

    /** A name for a tensor in another form: its name with the form's type behind it, and a number if that is taken. */
    private String freeName(String name, TensorEncoding form) {
        String wanted = name + "/" + form.type().name().toLowerCase(Locale.ROOT);
        String free = wanted;
        for (int number = 1; !names.add(free); number++) {
            free = wanted + number;
        }
        return free;
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    private void convert(int from, int to) {
        Operator conversion = TensorEncoding.of(tensors.get(to)).isInteger()
                ? Operator.of(OperatorCode.of(BuiltinOperator.QUANTIZE, 1), Ints.of(from), Ints.of(to), Options.NONE)
                : Operator.of(OperatorCode.of(BuiltinOperator.DEQUANTIZE, 1), Ints.of(from), Ints.of(to), Options.NONE);
        operators.add(OperatorVersions.lowest(conversion, tensors::get));
    }
}
