// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.Saver;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The nodes that save variables to a checkpoint and restore them from it, as TensorFlow's Saver adds them. */
record Checkpointing(GraphDef graph, Saver saver) {
    private static final String SCOPE = "save/";

    /** A graph with these nodes behind its own; as it is if it has no variables. */
    static Checkpointing of(ExportedGraph exported) {
        GraphDef graph = exported.graph();
        if (exported.variables().isEmpty()) {
            return new Checkpointing(graph, Saver.NONE);
        }
        NodeNames names = new NodeNames();
        graph.nodes().forEach(node -> names.unique(node.name()));
        Nodes nodes = new Nodes(names, new ArrayList<>(graph.nodes()));
        List<String> keys = List.copyOf(exported.variables().keySet());
        List<DataType> types =
                exported.variables().values().stream().map(ConstantTensor::type).toList();
        String name = nodes.strings("filename", TensorShape.of(), List.of("model"));
        String prefix = nodes.add(
                "Const",
                "PlaceholderWithDefault",
                new Attributes().with("dtype", DataType.STRING).with("shape", TensorShape.of()),
                List.of(name));
        TensorShape count = TensorShape.of(keys.size());
        String tensorNames = nodes.strings("tensor_names", count, keys);
        String slices = nodes.strings("shape_and_slices", count, Collections.nCopies(keys.size(), ""));
        String saved = nodes.save(prefix, tensorNames, slices, keys, types);
        String restored = nodes.restore(prefix, tensorNames, slices, keys, types);
        return new Checkpointing(
                new GraphDef(nodes.list, graph.functions(), graph.producer()),
                new Saver(prefix + ":0", saved + ":0", restored));
    }

    private record Nodes(NodeNames names, List<NodeDef> list) {
        String add(String name, String op, Attributes attributes, List<String> inputs) {
            String unique = names.unique(SCOPE + name);
            list.add(new NodeDef(unique, op, inputs, attributes.values()));
            return unique;
        }

        String strings(String name, TensorShape shape, List<String> texts) {
            ConstantTensor tensor = ConstantTensor.ofStrings(
                    shape, texts.stream().map(AttrValue.Bytes::of).toList());
            return add(
                    name,
                    "Const",
                    new Attributes().with("dtype", DataType.STRING).with("value", tensor),
                    List.of());
        }

        String save(String prefix, String tensorNames, String slices, List<String> keys, List<DataType> types) {
            List<String> inputs = new ArrayList<>(List.of(prefix, tensorNames, slices));
            for (int i = 0; i < keys.size(); i++) {
                inputs.add(add(
                        keys.get(i) + "/ReadVariableOp",
                        "ReadVariableOp",
                        new Attributes().with("dtype", types.get(i)),
                        List.of(keys.get(i))));
            }
            String save = add("SaveV2", "SaveV2", new Attributes().withTypes("dtypes", types), inputs);
            return add(
                    "control_dependency", "Identity", Attributes.ofType(DataType.STRING), List.of(prefix, "^" + save));
        }

        String restore(String prefix, String tensorNames, String slices, List<String> keys, List<DataType> types) {
            String restore = add(
                    "RestoreV2",
                    "RestoreV2",
                    new Attributes().withTypes("dtypes", types),
                    List.of(prefix, tensorNames, slices));
            List<String> assigned = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                String value = i == 0 ? restore : restore + ":" + i;
                assigned.add("^"
                        + add(
                                "AssignVariableOp",
                                "AssignVariableOp",
                                new Attributes().with("dtype", types.get(i)),
                                List.of(keys.get(i), value)));
            }
            return add("restore_all", "NoOp", new Attributes(), assigned);
        }
    }
}
