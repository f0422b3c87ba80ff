// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.base.Provenance;
import io.espalier.base.internal.NearestName;
import io.espalier.lite.Graph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Frozen graphs of TensorFlow 1: files {@code .pb} whose weights are constants. What to feed and fetch is an option, or found. */
public enum FrozenGraphFormat implements ModelFormat<Graph> {
    /** The only one. */
    FROZEN_GRAPH;

    private static final byte FIRST_FIELD = 0x0A;
    private static final byte SECOND_FIELD = 0x12;
    private static final String SIGNATURE = "serving_default";
    private static final Set<String> NO_RESULTS =
            Set.of("Assert", "Const", "NoOp", "Placeholder", "SaveV2", "RestoreV2");

    @Override
    public String id() {
        return "frozen-graph";
    }

    @Override
    public String extension() {
        return ".pb";
    }

    @Override
    public String about() {
        return "Reads a GraphDef whose weights are constants; --inputs and --outputs say what to feed and fetch.";
    }

    @Override
    public Set<Class<? extends Graph>> types() {
        return Set.of(Graph.class);
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS);
    }

    @Override
    public boolean isWritten() {
        return false;
    }

    /** By the beginning of the first node: its name and its operator. A name that is long leaves that to the name of the file. */
    @Override
    public boolean recognizes(ModelSource source) {
        byte[] start = source.start();
        int node = 1;
        while (node < start.length && start[node] < 0) {
            node++; // the length of the node, in several bytes
        }
        int name = node + 1;
        int operator = name + 2 + (name + 1 < start.length ? start[name + 1] : 0);
        return operator > name + 2
                && operator + 2 < start.length
                && start[0] == FIRST_FIELD
                && start[name] == FIRST_FIELD
                && start[operator] == SECOND_FIELD
                && Character.isUpperCase(start[operator + 2]);
    }

    @Override
    public StoredModel<Graph> read(ModelSource source, ReadOptions options) throws IOException {
        GraphDef graph = SavedModelFile.frozen(source.path());
        try {
            SignatureDef signature = signature(graph, options);
            return new Stored(TensorFlowLowering.lower(
                    graph, Variables.NONE, Map.of(SIGNATURE, SignatureShapes.fixed(signature, options.inputShape()))));
        } catch (LoweringException e) {
            throw new ModelFormatException(source.path(), e.getMessage(), e);
        }
    }

    /** What to feed and fetch, as the options say, or as the graph shows. */
    static SignatureDef signature(GraphDef graph, ReadOptions options) {
        Map<String, NodeDef> nodes = new HashMap<>();
        Set<String> taken = new HashSet<>();
        graph.nodes().forEach(node -> {
            nodes.put(node.name(), node);
            node.inputs().forEach(input -> taken.add(node(input)));
        });
        List<String> inputs = options.inputs().isEmpty()
                ? graph.nodes().stream()
                        .filter(node -> node.op().equals("Placeholder") && node.type("dtype") != DataType.STRING)
                        .map(NodeDef::name)
                        .toList()
                : options.inputs();
        Set<String> reachable = reachable(graph, inputs);
        List<String> outputs = options.outputs().isEmpty()
                ? graph.nodes().stream()
                        .filter(node -> !taken.contains(node.name())
                                && !NO_RESULTS.contains(node.op())
                                && reachable.contains(node.name()))
                        .map(NodeDef::name)
                        .toList()
                : options.outputs();
        return new SignatureDef(tensors(nodes, inputs, "input"), tensors(nodes, outputs, "output"), "");
    }

    /** The nodes that depend on these: saving and restoring does not. */
    private static Set<String> reachable(GraphDef graph, List<String> inputs) {
        Map<String, List<String>> users = new HashMap<>();
        graph.nodes()
                .forEach(node -> node.inputs()
                        .forEach(input -> users.computeIfAbsent(node(input), key -> new ArrayList<>())
                                .add(node.name())));
        Set<String> reachable = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        inputs.forEach(input -> open.push(node(input)));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reachable.add(name)) {
                users.getOrDefault(name, List.of()).forEach(open::push);
            }
        }
        return reachable;
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeDef> nodes, List<String> names, String what) {
        if (names.isEmpty()) {
            throw new LoweringException("has no node that is an " + what + "; name one with --" + what + "s");
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (String name : names) {
            NodeDef node = nodes.get(node(name));
            if (node == null) {
                throw new LoweringException("has no node '" + name + "', which --" + what + "s names"
                        + NearestName.suggestion(name, nodes.keySet()));
            }
            TensorShape shape = node.attribute("shape", AttrValue.Shaped.class)
                    .map(AttrValue.Shaped::value)
                    .orElse(TensorShape.UNKNOWN);
            tensors.put(name, new TensorInfo(name, node.type("dtype"), shape));
        }
        return tensors;
    }

    private static String node(String reference) {
        String plain = reference.startsWith("^") ? reference.substring(1) : reference;
        return plain.split(":", 2)[0];
    }

    @Override
    public void write(Graph graph, @Nullable Provenance provenance, Path file) {
        throw new ModelException(file + ": a frozen graph is only read; write .keras, .h5 or .tflite");
    }

    private record Stored(Graph content) implements StoredModel<Graph> {
        @Override
        public Optional<Provenance> provenance() {
            return content.provenance();
        }
    }
}
