// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.graph.RuntimeNotes.Place;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.kernels.OperatorForms;
import io.espalier.lite.kernels.TimeEstimate;
import io.espalier.lite.sparse.WeightValues;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The operators and tensors of a subgraph as tables: what the drawing's details are read from, and what stands there without JavaScript. */
final class DetailTables {
    private static final String ABSENT = "-";

    private final Inspection inspection;
    private final int number;
    private final OperatorWords words;
    private final Subgraph subgraph;
    private final OperatorForms forms;
    private final Map<Place, List<Integer>> notes;

    /** @param number the index of the subgraph */
    DetailTables(Inspection inspection, OperatorWords words, int number, RuntimeNotes notes) {
        this.words = words;
        this.inspection = inspection;
        this.number = number;
        this.subgraph = inspection.graph().subgraphs().get(number);
        this.forms = new OperatorForms(subgraph);
        this.notes = notes.byPlace();
    }

    /** A row for each operator. */
    Html operators(String caption) {
        Rows rows = new Rows(
                caption,
                List.of(
                        "#Op",
                        "Operator",
                        "Inputs",
                        "Outputs",
                        "Options",
                        "Form",
                        "#Constants, bytes",
                        "#MACs",
                        "#Time, % (estimate)",
                        "Notes"));
        List<Operator> operators = subgraph.operators();
        double whole = operators.stream().mapToDouble(this::nanos).sum();
        for (int index = 0; index < operators.size(); index++) {
            Operator operator = operators.get(index);
            double share = whole == 0 || !words.isMeasured() ? 0 : nanos(operator) / whole;
            rows.row()
                    .text(Integer.toString(index))
                    .text(operator.code().name())
                    .text(tensors(operator.inputs()))
                    .text(tensors(operator.outputs()))
                    .text(words.options(operator))
                    .text(form(operator))
                    .count(inspection.weightBytes(subgraph, operator))
                    .count(words.isMeasured() ? MultiplyAccumulates.of(subgraph, operator) : 0)
                    .number(share, words.isMeasured() ? String.format(Locale.US, "%.1f", share * 100) : "")
                    .text(notes.getOrDefault(new Place(number, index), List.of()).stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(" ")));
        }
        return rows.toHtml();
    }

    /** A row for each tensor. */
    Html tensors(String caption) {
        Rows rows = new Rows(
                caption, List.of("#T", "Name", "Role", "Type", "Shape", "Scales and zero points", "#Bytes", "Values"));
        for (int index = 0; index < subgraph.tensors().size(); index++) {
            Tensor tensor = subgraph.tensor(index);
            rows.row()
                    .text(Integer.toString(index))
                    .text(tensor.name())
                    .text(role(index, tensor))
                    .text(words.isKnown(tensor) ? TensorText.type(tensor) : "")
                    .text(words.isKnown(tensor) ? TensorText.shape(tensor) : "")
                    .text(TensorText.quantization(tensor.quantization()))
                    .count(tensor.buffer().size())
                    .text(values(tensor));
        }
        return rows.toHtml();
    }

    private double nanos(Operator operator) {
        return TimeEstimate.nanos(subgraph, operator, forms.of(operator));
    }

    private String form(Operator operator) {
        KernelForm form = forms.of(operator);
        return form == KernelForm.OTHER ? "" : form.text();
    }

    private static String tensors(Ints indices) {
        StringJoiner text = new StringJoiner(" ");
        indices.stream().forEach(tensor -> text.add(tensor == Operator.ABSENT ? ABSENT : Integer.toString(tensor)));
        return text.toString();
    }

    private String role(int index, Tensor tensor) {
        if (subgraph.inputs().contains(index)) {
            return "input";
        }
        if (tensor.isConstant()) {
            return tensor.sparsity().isPresent() ? "sparse constant" : "constant";
        }
        if (tensor.isVariable()) {
            return "state";
        }
        return subgraph.outputs().contains(index) ? "output" : "";
    }

    private static String values(Tensor tensor) {
        return WeightValues.of(tensor)
                .map(values -> String.format(
                        Locale.US, "%.1f %% zeros, %,d distinct", values.sparsity() * 100, values.distinct()))
                .orElseGet(() -> tensor.isConstant() ? content(tensor) : "");
    }

    private static String content(Tensor tensor) {
        String content = TensorText.content(tensor);
        return content.equals(TensorText.form(tensor)) ? "" : content;
    }
}
