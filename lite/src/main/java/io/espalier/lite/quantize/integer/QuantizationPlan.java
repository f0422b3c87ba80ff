// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the quantizer decided for a main subgraph, before anything is changed. Indices are those of the float graph.
 *
 * @param operators one decision for each operator, in order
 * @param tensors one decision for each tensor that changes where it comes to be, in order
 * @param outputs for each output of the subgraph the form that the caller gets; empty for one that is as it comes
 */
public record QuantizationPlan(
        List<OperatorDecision> operators, List<TensorDecision> tensors, List<Optional<TensorEncoding>> outputs) {

    public QuantizationPlan {
        operators = List.copyOf(operators);
        tensors = List.copyOf(tensors);
        outputs = List.copyOf(outputs);
    }

    /** How an operator computes. */
    public enum Arithmetic {
        INTEGER,
        FLOAT,
        /** In float, with integers of weights: its kernel quantizes what it takes in while it runs. */
        HYBRID,
        /** It has no float operands. */
        UNTOUCHED
    }

    /**
     * @param operator its name, such as CONV_2D
     * @param output the name of its first output
     * @param reason why it stays in float, or why all its weights have one scale; empty for another
     * @param inputs for each input the form that it is wanted in; empty where it is taken as it comes
     */
    public record OperatorDecision(
            int index,
            String operator,
            String output,
            Arithmetic arithmetic,
            String reason,
            List<Optional<TensorEncoding>> inputs) {
        public OperatorDecision {
            inputs = List.copyOf(inputs);
        }

        OperatorDecision withInputs(List<Optional<TensorEncoding>> forms) {
            return new OperatorDecision(index, operator, output, arithmetic, reason, forms);
        }

        /** A copy with another reason. */
        public OperatorDecision withReason(String why) {
            return new OperatorDecision(index, operator, output, arithmetic, why, inputs);
        }

        /** Whether it computes with integers, or has a constant that is stored in another type than float32. */
        public boolean isQuantized() {
            return arithmetic == Arithmetic.INTEGER
                    || arithmetic == Arithmetic.HYBRID
                    || inputs.stream().flatMap(Optional::stream).anyMatch(TensorEncoding::isInteger);
        }
    }

    /**
     * @param form in which it comes to be
     * @param reason where the form comes from
     */
    public record TensorDecision(int index, String name, TensorEncoding form, String reason) {}

    /** How many operators compute with integers, or have constants that are stored otherwise. */
    public int quantizedOperators() {
        return (int) operators.stream().filter(OperatorDecision::isQuantized).count();
    }

    /** The operators that stay in float. */
    public List<OperatorDecision> floatOperators() {
        return operators.stream()
                .filter(operator -> operator.arithmetic() == Arithmetic.FLOAT)
                .toList();
    }

    /** A line for each operator and each tensor. */
    public String toText() {
        StringBuilder text = new StringBuilder("Operators\n");
        for (OperatorDecision operator : operators) {
            text.append(String.format(
                    Locale.US,
                    "  %3d %-20s %-9s %s%s\n",
                    operator.index(),
                    operator.operator(),
                    operator.arithmetic(),
                    operator.output(),
                    operator.reason().isEmpty() ? "" : ": " + operator.reason()));
            for (int position = 0; position < operator.inputs().size(); position++) {
                Optional<TensorEncoding> form = operator.inputs().get(position);
                if (form.isPresent()) {
                    text.append(String.format(Locale.US, "        input %d in %s\n", position, form.get()));
                }
            }
        }
        text.append("Tensors\n");
        for (TensorDecision tensor : tensors) {
            text.append(String.format(
                    Locale.US, "  %3d %s in %s: %s\n", tensor.index(), tensor.name(), tensor.form(), tensor.reason()));
        }
        return text.toString();
    }

    /** The same for programs. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode operatorList = json.putArray("operators");
        for (OperatorDecision operator : operators) {
            ObjectNode node = operatorList.addObject();
            node.put("index", operator.index());
            node.put("operator", operator.operator());
            node.put("output", operator.output());
            node.put("arithmetic", operator.arithmetic().name());
            if (!operator.reason().isEmpty()) {
                node.put("reason", operator.reason());
            }
            ArrayNode inputs = node.putArray("inputs");
            operator.inputs().forEach(form -> add(form, inputs));
        }
        ArrayNode tensorList = json.putArray("tensors");
        for (TensorDecision tensor : tensors) {
            ObjectNode node = tensorList.addObject();
            node.put("index", tensor.index());
            node.put("name", tensor.name());
            node.set("form", form(tensor.form()));
            node.put("reason", tensor.reason());
        }
        ArrayNode outputList = json.putArray("outputs");
        outputs.forEach(form -> add(form, outputList));
        return json;
    }

    private static void add(Optional<TensorEncoding> form, ArrayNode list) {
        form.ifPresentOrElse(present -> list.add(form(present)), list::addNull);
    }

    private static ObjectNode form(TensorEncoding form) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", form.type().name());
        if (form.quantization().isPresent()) {
            ArrayNode scales = json.putArray("scales");
            ArrayNode zeroPoints = json.putArray("zeroPoints");
            for (int channel = 0; channel < form.quantization().scales().size(); channel++) {
                scales.add(form.quantization().scales().get(channel));
                zeroPoints.add(form.quantization().zeroPoints().get(channel));
            }
            json.put("quantizedDimension", form.quantization().quantizedDimension());
        }
        return json;
    }
}
