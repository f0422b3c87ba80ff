// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Colours;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.Diagram.Role;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.OperatorForms;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what is drawn of a subgraph. */
final class DiagramBuilder {
    private static final int LONGEST = 44;
    private static final int MOST_LINES = 8;
    private static final String ARROW = "\u2192 ";
    private static final String FAR = "\u21b3 ";

    private final OperatorWords words;
    private final Subgraph subgraph;
    private final OperatorForms forms;
    private final Links links;
    private final BitSet computed = new BitSet();

    private DiagramBuilder(OperatorWords words, Subgraph subgraph) {
        this.words = words;
        this.subgraph = subgraph;
        this.forms = new OperatorForms(subgraph);
        this.links = Links.of(subgraph);
        subgraph.inputs().stream().forEach(computed::set);
        for (Operator operator : subgraph.operators()) {
            operator.outputs().stream()
                    .filter(tensor -> tensor != Operator.ABSENT)
                    .forEach(computed::set);
        }
    }

    static Diagram of(OperatorWords words, Subgraph subgraph) {
        return new DiagramBuilder(words, subgraph).build();
    }

    private Diagram build() {
        List<Box> boxes = new ArrayList<>();
        subgraph.inputs().stream().forEach(tensor -> boxes.add(end(Role.INPUT, tensor)));
        for (int number = 0; number < subgraph.operators().size(); number++) {
            boxes.add(operator(number));
        }
        subgraph.outputs().stream().forEach(tensor -> boxes.add(end(Role.OUTPUT, tensor)));
        return new Diagram(withFarLinks(boxes), links.near(), links.far());
    }

    private Box end(Role role, int number) {
        Tensor tensor = subgraph.tensor(number);
        String title = tensor.name().isEmpty() ? "T#" + number : tensor.name();
        return new Box(
                role,
                number,
                Colours.NONE,
                shortened(title),
                "",
                words.isKnown(tensor) ? List.of(shortened(TensorText.form(tensor))) : List.of());
    }

    private Box operator(int number) {
        Operator operator = subgraph.operators().get(number);
        List<String> lines = constants(operator);
        List<String> outputs = operator.outputs().stream()
                .filter(tensor -> tensor != Operator.ABSENT && words.isKnown(subgraph.tensor(tensor)))
                .mapToObj(tensor -> ARROW + TensorText.form(subgraph.tensor(tensor)))
                .toList();
        lines.addAll(grouped(outputs));
        Colours colours = new Colours(words.kind(operator).colour(), FormColour.of(forms.of(operator)));
        return new Box(
                Role.OPERATOR,
                number,
                colours,
                shortened(operator.code().name()),
                words.tail(operator),
                lines.stream().map(DiagramBuilder::shortened).toList());
    }

    /** Inputs that no operator computes. */
    private List<String> constants(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        List<String> texts = new ArrayList<>();
        for (int position = 0; position < operator.inputs().size(); position++) {
            if (operator.hasInput(position) && !computed.get(operator.inputs().get(position))) {
                Tensor tensor = subgraph.tensor(operator.inputs().get(position));
                String name =
                        tensor.isVariable() ? "state" : name(row.input(position).orElse(Operand.ACTIVATION));
                texts.add(name + " " + TensorText.content(tensor));
            }
        }
        return new ArrayList<>(grouped(texts));
    }

    private static String name(Operand operand) {
        if (operand instanceof Operand.Weight) {
            return "weights";
        }
        if (operand instanceof Operand.Bias) {
            return "bias";
        }
        if (operand instanceof Operand.Parameter) {
            return "parameter";
        }
        return operand instanceof Operand.State ? "state" : "constant";
    }

    /** Equal texts once, with their number, and not too many. */
    private static List<String> grouped(List<String> texts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        counts.forEach((text, count) -> lines.add(count == 1 ? text : text + " (" + count + ")"));
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> some = new ArrayList<>(lines.subList(0, MOST_LINES - 1));
        some.add("and " + (lines.size() - some.size()) + " more");
        return some;
    }

    private List<Box> withFarLinks(List<Box> boxes) {
        if (links.far().isEmpty()) {
            return boxes;
        }
        List<List<String>> words = new ArrayList<>();
        boxes.forEach(box -> words.add(new ArrayList<>()));
        for (Link link : links.far()) {
            words.get(link.to()).add(FAR + "from " + place(boxes.get(link.from())));
            words.get(link.from()).add(FAR + "to " + place(boxes.get(link.to())));
        }
        List<Box> changed = new ArrayList<>();
        for (int index = 0; index < boxes.size(); index++) {
            Box box = boxes.get(index);
            List<String> lines = new ArrayList<>(box.lines());
            lines.addAll(grouped(words.get(index)));
            changed.add(new Box(box.role(), box.number(), box.colours(), box.title(), box.tail(), lines));
        }
        return changed;
    }

    private static String place(Box box) {
        String title = box.role() == Role.OPERATOR ? "Op#" + box.number() + " " + box.title() : box.title();
        return shortened(title);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "\u2026";
    }
}
