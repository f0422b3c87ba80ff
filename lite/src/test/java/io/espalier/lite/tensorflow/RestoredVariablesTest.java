// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoredVariablesTest {
    @Test
    void variablesAreFoundInTheFunctionThatRestoresThem() {
        FunctionDef restore = restore(
                new NodeDef("read", "RestoreV2", List.of("file", "keys:output:0"), Map.of()),
                new NodeDef("keys", "Const", List.of(), Map.of("value", texts("a/key", "b/key"))),
                new NodeDef("value", "Identity", List.of("read:tensors:1"), Map.of()),
                new NodeDef("assign", "AssignVariableOp", List.of("v", "value:output:0"), Map.of()));

        assertThat(RestoredVariables.of(graph(restore)))
                .containsExactly(Map.entry("kernel", new RestoredVariables.Entry("b/key", "")));
    }

    @Test
    void circlesOfADamagedFileEnd() {
        FunctionDef restore = restore(
                new NodeDef("one", "Identity", List.of("two:output:0"), Map.of()),
                new NodeDef("two", "Identity", List.of("one:output:0"), Map.of()),
                new NodeDef("assign", "AssignVariableOp", List.of("v", "one:output:0"), Map.of()),
                new NodeDef(
                        "again",
                        "PartitionedCall",
                        List.of("file", "v"),
                        Map.of("f", new AttrValue.Function("restore", Map.of()))));

        assertThat(RestoredVariables.of(graph(restore))).isEmpty();
    }

    private static FunctionDef restore(NodeDef... nodes) {
        return new FunctionDef(
                "restore",
                List.of(
                        new FunctionDef.Argument("file", DataType.STRING),
                        new FunctionDef.Argument("v", DataType.RESOURCE)),
                List.of(),
                List.of(nodes),
                Map.of());
    }

    private static AttrValue texts(String... texts) {
        List<AttrValue.Bytes> strings =
                List.of(texts).stream().map(AttrValue.Bytes::of).toList();
        return new AttrValue.Constant(ConstantTensor.ofStrings(TensorShape.of(strings.size()), strings));
    }

    private static MetaGraph graph(FunctionDef restore) {
        List<NodeDef> nodes = List.of(
                new NodeDef("saver_filename", "Placeholder", List.of(), Map.of()),
                new NodeDef("kernel", "VarHandleOp", List.of(), Map.of()),
                new NodeDef(
                        "call",
                        "StatefulPartitionedCall",
                        List.of("saver_filename", "kernel"),
                        Map.of("f", new AttrValue.Function("restore", Map.of()))));
        return new MetaGraph(
                List.of("serve"),
                "",
                new GraphDef(nodes, List.of(restore), GraphDef.CURRENT_PRODUCER),
                new MetaGraph.Saver("saver_filename:0", "", "call"),
                Map.of(),
                List.of(),
                List.of());
    }
}
