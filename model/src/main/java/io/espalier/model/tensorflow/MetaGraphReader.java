// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import io.espalier.model.tensorflow.MetaGraph.Asset;
import io.espalier.model.tensorflow.MetaGraph.SavedObject;
import io.espalier.model.tensorflow.MetaGraph.Saver;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads TensorFlow's messages {@code SavedModel} and {@code MetaGraphDef}. */
final class MetaGraphReader {
    private final List<String> tags = new ArrayList<>();
    private String tensorflowVersion = "";
    private GraphDef graph = new GraphDef(List.of(), List.of(), 0);
    private Saver saver = Saver.NONE;
    private final Map<String, SignatureDef> signatures = new TreeMap<>();
    private final List<Asset> assets = new ArrayList<>();
    private final List<SavedObject> objects = new ArrayList<>();

    private MetaGraphReader() {}

    /** All graphs of a {@code SavedModel}. */
    static List<MetaGraph> all(ProtoMessage message) throws IOException {
        List<MetaGraph> graphs = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 2) {
                graphs.add(new MetaGraphReader().read(message.message()));
            } else {
                message.skip();
            }
        }
        return graphs;
    }

    private MetaGraph read(ProtoMessage message) throws IOException {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> information(message.message());
                case 2 -> graph = ProtoReader.graph(message.message());
                case 3 -> saver = saver(message.message());
                case 5 ->
                    ProtoReader.entry(
                            message.message(), (key, value) -> signatures.put(key, signature(value.message())));
                case 6 -> assets.add(asset(message.message()));
                case 7 -> objects(message.message());
                default -> message.skip();
            }
        }
        return new MetaGraph(tags, tensorflowVersion, graph, saver, signatures, assets, objects);
    }

    private void information(ProtoMessage message) throws IOException {
        while (message.next()) {
            switch (message.field()) {
                case 4 -> tags.add(message.text());
                case 5 -> tensorflowVersion = message.text();
                default -> message.skip();
            }
        }
    }

    private static Saver saver(ProtoMessage message) throws IOException {
        String filename = "";
        String save = "";
        String restore = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> filename = message.text();
                case 2 -> save = message.text();
                case 3 -> restore = message.text();
                default -> message.skip();
            }
        }
        return new Saver(filename, save, restore);
    }

    private static SignatureDef signature(ProtoMessage message) throws IOException {
        Map<String, TensorInfo> inputs = new TreeMap<>();
        Map<String, TensorInfo> outputs = new TreeMap<>();
        String method = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 ->
                    ProtoReader.entry(message.message(), (key, value) -> inputs.put(key, tensor(value.message())));
                case 2 ->
                    ProtoReader.entry(message.message(), (key, value) -> outputs.put(key, tensor(value.message())));
                case 3 -> method = message.text();
                default -> message.skip();
            }
        }
        return new SignatureDef(inputs, outputs, method);
    }

    private static TensorInfo tensor(ProtoMessage message) throws IOException {
        String name = "";
        DataType type = DataType.UNKNOWN;
        TensorShape shape = TensorShape.UNKNOWN;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> type = DataType.of(message.number());
                case 3 -> shape = ProtoReader.shape(message.message());
                default -> message.skip();
            }
        }
        return new TensorInfo(name, type, shape);
    }

    private static Asset asset(ProtoMessage message) throws IOException {
        String tensor = "";
        String file = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> tensor = tensor(message.message()).name();
                case 2 -> file = message.text();
                default -> message.skip();
            }
        }
        return new Asset(tensor, file);
    }

    private void objects(ProtoMessage message) throws IOException {
        while (message.next()) {
            if (message.field() == 1) {
                objects.add(object(message.message()));
            } else {
                message.skip();
            }
        }
    }

    private static SavedObject object(ProtoMessage message) throws IOException {
        Map<String, Integer> children = new LinkedHashMap<>();
        String[] user = {"", ""};
        String variable = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> child(message.message(), children);
                case 4 -> user(message.message(), user);
                case 7 -> variable = variable(message.message());
                default -> message.skip();
            }
        }
        return new SavedObject(children, user[0], user[1], variable);
    }

    private static void child(ProtoMessage message, Map<String, Integer> children) throws IOException {
        int number = 0;
        String name = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> number = message.number();
                case 2 -> name = message.text();
                default -> message.skip();
            }
        }
        children.put(name, number);
    }

    private static void user(ProtoMessage message, String[] identifierAndMetadata) throws IOException {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> identifierAndMetadata[0] = message.text();
                case 3 -> identifierAndMetadata[1] = message.text();
                default -> message.skip();
            }
        }
    }

    private static String variable(ProtoMessage message) throws IOException {
        String name = "";
        while (message.next()) {
            if (message.field() == 6) {
                name = message.text();
            } else {
                message.skip();
            }
        }
        return name;
    }
}
