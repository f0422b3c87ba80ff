// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import io.espalier.model.onnx.OnnxModel.Constant;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.tensorflow.ProtoMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code AttributeProto} as text. */
final class OnnxAttributes {
    private static final int MOST_SHOWN = 16;
    private static final int LONGEST = 120;

    private OnnxAttributes() {}

    /** Adds an attribute. Of a graph or a tensor its text tells what it is, not what is in it; these are added too. */
    static void add(
            ProtoMessage message,
            Map<String, String> attributes,
            List<Constant> constants,
            Map<String, OnnxGraph> graphs)
            throws IOException {
        String name = "";
        String single = "";
        List<String> several = new ArrayList<>();
        boolean isList = false;
        List<OnnxGraph> inner = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> single = number(message.real());
                case 3 -> single = Long.toString(message.whole());
                case 4 -> single = quoted(message.text());
                case 5 -> single = tensor(OnnxConstants.dense(message.message()), constants);
                case 6 -> single = graph(message, inner);
                case 7 -> message.reals(several, (list, bits) -> list.add(number(Float.intBitsToFloat((int) bits))));
                case 8 -> message.wholes(several, (list, value) -> list.add(Long.toString(value)));
                case 9 -> several.add(quoted(message.text()));
                case 10 -> several.add(tensor(OnnxConstants.dense(message.message()), constants));
                case 11 -> several.add(graph(message, inner));
                case 20 -> isList = isList(message.number());
                case 22 -> single = "sparse " + tensor(OnnxConstants.sparse(message.message()), constants);
                default -> message.skip();
            }
        }
        for (int place = 0; place < inner.size(); place++) {
            graphs.put(inner.size() == 1 ? name : name + " " + place, inner.get(place));
        }
        attributes.put(name, isList || !several.isEmpty() ? listed(several) : single);
    }

    /** Of {@code AttributeType}. */
    private static boolean isList(int type) {
        return (type >= 6 && type <= 10) || type == 12;
    }

    private static String listed(List<String> values) {
        String more = values.size() > MOST_SHOWN ? ", and " + (values.size() - MOST_SHOWN) + " more" : "";
        return "[" + values.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")) + more + "]";
    }

    private static String number(float value) {
        return Float.isFinite(value)
                ? new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString()
                : Float.toString(value);
    }

    private static String quoted(String text) {
        int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
        return '"' + text.substring(0, end) + (end < text.length() ? "..." : "") + '"';
    }

    private static String tensor(Constant constant, List<Constant> constants) {
        constants.add(constant);
        Value value = constant.value();
        return "tensor " + value.shape() + " " + value.type().text();
    }

    private static String graph(ProtoMessage message, List<OnnxGraph> inner) throws IOException {
        OnnxGraph graph = OnnxFile.graph(message.message());
        inner.add(graph);
        return "a graph of " + graph.nodes().size() + (graph.nodes().size() == 1 ? " operator" : " operators");
    }
}
