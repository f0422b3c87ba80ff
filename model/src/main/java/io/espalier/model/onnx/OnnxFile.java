// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelSource;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.tensorflow.ProtoMessage;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads ONNX files.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class OnnxFile {
    private static final String OWN_DOMAIN = "ai.onnx";

    private OnnxFile() {}

    /** Whether a file is called as such files are. */
    public static boolean isCalledSo(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /**
     * Reads a file.
     *
     * @throws ModelFormatException if it is none, or is damaged
     * @throws IOException if it cannot be read
     */
    public static OnnxModel read(Path file) throws IOException {
        byte[] bytes;
        try (ModelSource source = ModelSource.open(file)) {
            if (source.isFolder()) {
                throw new ModelFormatException(file, "this is a folder, not an ONNX file");
            }
            bytes = source.bytes();
        }
        OnnxModel model;
        try {
            model = model(ProtoMessage.of(ByteBuffer.wrap(bytes)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelFormatException(file, "not a valid ONNX file: " + e.getMessage(), e);
        }
        if (model.irVersion() == 0
                || (model.graph().nodes().isEmpty() && model.graph().outputs().isEmpty())) {
            throw new ModelFormatException(file, "not an ONNX model: it has no version, or no graph");
        }
        return model;
    }

    private static OnnxModel model(ProtoMessage message) throws IOException {
        long version = 0;
        String producer = "";
        String producerVersion = "";
        Map<String, Long> sets = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        OnnxGraph graph = new OnnxGraph("", List.of(), List.of(), List.of(), List.of(), List.of());
        while (message.next()) {
            switch (message.field()) {
                case 1 -> version = message.whole();
                case 2 -> producer = message.text();
                case 3 -> producerVersion = message.text();
                case 7 -> graph = graph(message.message());
                case 8 -> operatorSet(message.message(), sets);
                case 14 -> property(message.message(), metadata);
                default -> message.skip();
            }
        }
        return new OnnxModel(version, (producer + " " + producerVersion).strip(), sets, metadata, graph);
    }

    private static void operatorSet(ProtoMessage message, Map<String, Long> sets) throws IOException {
        String domain = "";
        long version = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> domain = message.text();
                case 2 -> version = message.whole();
                default -> message.skip();
            }
        }
        sets.put(domain.isEmpty() ? OWN_DOMAIN : domain, version);
    }

    private static void property(ProtoMessage message, Map<String, String> properties) throws IOException {
        String key = "";
        String value = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> value = message.text();
                default -> message.skip();
            }
        }
        properties.put(key, value);
    }

    static OnnxGraph graph(ProtoMessage message) throws IOException {
        String name = "";
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        List<OnnxModel.Constant> constants = new ArrayList<>();
        List<OnnxNode> nodes = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 2 -> name = message.text();
                case 5 -> constants.add(OnnxConstants.dense(message.message()));
                case 11 -> inputs.add(value(message.message()));
                case 12 -> outputs.add(value(message.message()));
                case 13 -> values.add(value(message.message()));
                case 15 -> constants.add(OnnxConstants.sparse(message.message()));
                default -> message.skip();
            }
        }
        return new OnnxGraph(name, inputs, outputs, values, constants, nodes);
    }

    private static OnnxNode node(ProtoMessage message) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String operator = "";
        String domain = "";
        Map<String, String> attributes = new LinkedHashMap<>();
        List<OnnxModel.Constant> constants = new ArrayList<>();
        Map<String, OnnxGraph> graphs = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> operator = message.text();
                case 5 -> OnnxAttributes.add(message.message(), attributes, constants, graphs);
                case 7 -> domain = message.text();
                default -> message.skip();
            }
        }
        return new OnnxNode(
                name,
                operator,
                domain.equals(OWN_DOMAIN) ? "" : domain,
                inputs,
                outputs,
                attributes,
                constants,
                graphs);
    }

    private static Value value(ProtoMessage message) throws IOException {
        String name = "";
        Value typed = new Value("", OnnxType.UNKNOWN, TensorShape.UNKNOWN);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> typed = type(message.message(), typed);
                default -> message.skip();
            }
        }
        return new Value(name, typed.type(), typed.shape());
    }

    /** Of tensors; sequences, maps and others stay unknown. */
    private static Value type(ProtoMessage message, Value before) throws IOException {
        Value typed = before;
        while (message.next()) {
            if (message.field() == 1) {
                typed = tensorType(message.message());
            } else {
                message.skip();
            }
        }
        return typed;
    }

    private static Value tensorType(ProtoMessage message) throws IOException {
        OnnxType type = OnnxType.UNKNOWN;
        TensorShape shape = TensorShape.UNKNOWN;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> type = OnnxType.of(message.whole());
                case 2 -> shape = shape(message.message());
                default -> message.skip();
            }
        }
        return new Value("", type, shape);
    }

    private static TensorShape shape(ProtoMessage message) throws IOException {
        List<Long> dimensions = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 1) {
                dimensions.add(dimension(message.message()));
            } else {
                message.skip();
            }
        }
        return new TensorShape(true, dimensions);
    }

    /** -1 for one that has a name, or nothing at all. */
    private static long dimension(ProtoMessage message) throws IOException {
        long size = -1;
        while (message.next()) {
            if (message.field() == 1) {
                size = Math.max(-1, message.whole());
            } else {
                message.skip();
            }
        }
        return size;
    }
}
