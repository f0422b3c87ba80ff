// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import io.espalier.model.tensorflow.FunctionDef.Argument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads TensorFlow's messages {@code GraphDef} and below.
 *
 * @see <a href="https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework">the .proto files</a>
 */
public final class ProtoReader {
    private ProtoReader() {}

    static GraphDef graph(ProtoMessage message) throws IOException {
        List<NodeDef> nodes = new ArrayList<>();
        List<FunctionDef> functions = new ArrayList<>();
        int producer = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 2 -> library(message.message(), functions);
                case 4 -> producer = producer(message.message());
                default -> message.skip();
            }
        }
        return new GraphDef(nodes, functions, producer);
    }

    private static int producer(ProtoMessage message) throws IOException {
        int producer = 0;
        while (message.next()) {
            if (message.field() == 1) {
                producer = message.number();
            } else {
                message.skip();
            }
        }
        return producer;
    }

    private static void library(ProtoMessage message, List<FunctionDef> functions) throws IOException {
        while (message.next()) {
            if (message.field() == 1) {
                functions.add(function(message.message()));
            } else {
                message.skip();
            }
        }
    }

    private static FunctionDef function(ProtoMessage message) throws IOException {
        String name = "";
        List<Argument> inputs = new ArrayList<>();
        List<Argument> outputs = new ArrayList<>();
        List<NodeDef> nodes = new ArrayList<>();
        Map<String, String> returns = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = signature(message.message(), inputs, outputs);
                case 3 -> nodes.add(node(message.message()));
                case 4 -> entry(message.message(), (key, value) -> returns.put(key, value.text()));
                default -> message.skip();
            }
        }
        return new FunctionDef(name, inputs, outputs, nodes, returns);
    }

    /** The function's name. */
    private static String signature(ProtoMessage message, List<Argument> inputs, List<Argument> outputs)
            throws IOException {
        String name = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> inputs.add(argument(message.message()));
                case 3 -> outputs.add(argument(message.message()));
                default -> message.skip();
            }
        }
        return name;
    }

    private static Argument argument(ProtoMessage message) throws IOException {
        String name = "";
        DataType type = DataType.UNKNOWN;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 3 -> type = DataType.of(message.number());
                default -> message.skip();
            }
        }
        return new Argument(name, type);
    }

    private static NodeDef node(ProtoMessage message) throws IOException {
        String name = "";
        String op = "";
        List<String> inputs = new ArrayList<>();
        Map<String, AttrValue> attributes = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> op = message.text();
                case 3 -> inputs.add(message.text());
                case 5 -> attribute(message.message(), attributes);
                default -> message.skip();
            }
        }
        return new NodeDef(name, op, inputs, attributes);
    }

    private static void attribute(ProtoMessage message, Map<String, AttrValue> attributes) throws IOException {
        entry(message, (key, value) -> attributes.put(key, attribute(value.message())));
    }

    private static AttrValue attribute(ProtoMessage message) throws IOException {
        AttrValue value = new AttrValue.Nothing();
        while (message.next()) {
            value = switch (message.field()) {
                case 1 -> new AttrValue.Items(items(message.message()));
                case 2 -> new AttrValue.Bytes(message.bytes());
                case 3 -> new AttrValue.Whole(message.whole());
                case 4 -> new AttrValue.Real(message.real());
                case 5 -> new AttrValue.Flag(message.flag());
                case 6 -> new AttrValue.Type(DataType.of(message.number()));
                case 7 -> new AttrValue.Shaped(shape(message.message()));
                case 8 -> new AttrValue.Constant(TensorProtoReader.read(message.message()));
                case 9 -> new AttrValue.Placeholder(message.text());
                case 10 -> functionName(message.message());
                default -> {
                    message.skip();
                    yield value;
                }
            };
        }
        return value;
    }

    private static List<AttrValue> items(ProtoMessage message) throws IOException {
        List<AttrValue> items = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 2 -> items.add(new AttrValue.Bytes(message.bytes()));
                case 3 -> message.wholes(items, (list, value) -> list.add(new AttrValue.Whole(value)));
                case 4 ->
                    message.reals(
                            items, (list, bits) -> list.add(new AttrValue.Real(Float.intBitsToFloat((int) bits))));
                case 5 -> message.wholes(items, (list, value) -> list.add(new AttrValue.Flag(value != 0)));
                case 6 ->
                    message.wholes(items, (list, value) -> list.add(new AttrValue.Type(DataType.of((int) value))));
                case 7 -> items.add(new AttrValue.Shaped(shape(message.message())));
                case 8 -> items.add(new AttrValue.Constant(TensorProtoReader.read(message.message())));
                case 9 -> items.add(functionName(message.message()));
                default -> message.skip();
            }
        }
        return items;
    }

    private static AttrValue functionName(ProtoMessage message) throws IOException {
        String name = "";
        Map<String, AttrValue> attributes = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> attribute(message.message(), attributes);
                default -> message.skip();
            }
        }
        return new AttrValue.Function(name, attributes);
    }

    /** A {@code TensorShapeProto}. */
    public static TensorShape shape(ProtoMessage message) throws IOException {
        List<Long> dimensions = new ArrayList<>();
        boolean isRankKnown = true;
        while (message.next()) {
            switch (message.field()) {
                case 2 -> dimensions.add(dimension(message.message()));
                case 3 -> isRankKnown = !message.flag();
                default -> message.skip();
            }
        }
        return isRankKnown ? new TensorShape(true, dimensions) : TensorShape.UNKNOWN;
    }

    private static long dimension(ProtoMessage message) throws IOException {
        long size = 0;
        while (message.next()) {
            if (message.field() == 1) {
                size = message.whole();
            } else {
                message.skip();
            }
        }
        return Math.max(size, -1);
    }

    /** An entry of a map whose keys are text. The value comes behind the key, as every writer of maps stores it. */
    static void entry(ProtoMessage message, EntryReading reading) throws IOException {
        String key = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> reading.read(key, message);
                default -> message.skip();
            }
        }
    }

    /** Reads the value of an entry. */
    @FunctionalInterface
    interface EntryReading {
        void read(String key, ProtoMessage value) throws IOException;
    }
}
