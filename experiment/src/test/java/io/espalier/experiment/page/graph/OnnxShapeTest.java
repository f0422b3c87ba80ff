// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.inspect.Inspection;
import io.espalier.model.onnx.OnnxModel;
import io.espalier.model.onnx.OnnxModel.Constant;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.onnx.OnnxType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An If whose branches read a value and weights of the graph around them, and have constants of their own. */
class OnnxShapeTest {
    private static final Value X = floats("x", 2, 3);
    private static final Constant OUTER = constant("outer", 3, 4);
    private static final Constant OWN = constant("own", 4);

    private static final OnnxModel MODEL = new OnnxModel(
            8,
            "",
            Map.of(),
            Map.of(),
            new OnnxGraph(
                    "net",
                    List.of(X, new Value("which", OnnxType.BOOL, TensorShape.of())),
                    List.of(floats("y", 2, 4)),
                    List.of(),
                    List.of(OUTER),
                    List.of(new OnnxNode(
                            "",
                            "If",
                            "",
                            List.of("which"),
                            List.of("y"),
                            Map.of(),
                            List.of(),
                            Map.of("then_branch", then())))));

    private static OnnxGraph then() {
        OnnxGraph inner = new OnnxGraph(
                "inner",
                List.of(),
                List.of(floats("sum", 2, 4)),
                List.of(),
                List.of(),
                List.of(node("Add", List.of("product", "own"), "sum")));
        return new OnnxGraph(
                "then",
                List.of(),
                List.of(floats("result", 2, 4)),
                List.of(),
                List.of(OWN),
                List.of(
                        node("MatMul", List.of("x", "outer"), "product"),
                        new OnnxNode(
                                "",
                                "Constant",
                                "",
                                List.of(),
                                List.of("sure"),
                                Map.of(),
                                List.of(constant("", 1)),
                                Map.of()),
                        new OnnxNode(
                                "",
                                "If",
                                "",
                                List.of("sure"),
                                List.of("result"),
                                Map.of(),
                                List.of(),
                                Map.of("then_branch", inner))));
    }

    @Test
    void whatBranchesReadOfTheGraphAroundThemIsAnInputOfTheirOperator() {
        Subgraph main = OnnxShape.of(MODEL).main();

        assertThat(names(main, main.operators().get(0).inputs())).containsExactly("which", "x", "outer");
        assertThat(names(main, main.inputs())).containsExactly("x", "which");
    }

    @Test
    void aBranchSeesTypesAndBytesOfTheGraphAroundIt() {
        Graph graph = OnnxShape.of(MODEL);
        Subgraph then = graph.subgraphs().get(1);
        Subgraph inner = graph.subgraphs().get(2);
        Inspection inspection = new Inspection("net.onnx", 1000, graph);

        assertThat(names(then, then.inputs())).containsExactly("x");
        assertThat(then.tensor(then.inputs().get(0)).shape()).isEqualTo(Ints.of(2, 3));
        assertThat(inspection.weightBytes(then, then.operators().get(0))).isEqualTo(48);
        assertThat(names(then, then.operators().get(2).inputs())).containsExactly("sure", "product", "own");
        assertThat(names(inner, inner.inputs())).containsExactly("product");
        assertThat(inspection.weightBytes(inner, inner.operators().get(0))).isEqualTo(16);
    }

    @Test
    void constantsCountOnceWhereverTheyAre() {
        assertThat(MODEL.graph().constantBytes()).isEqualTo(48 + 16 + 4);
        assertThat(new Inspection("net.onnx", 1000, OnnxShape.of(MODEL)).weightBytes())
                .isEqualTo(48 + 16 + 4);
        assertThat(OnnxPage.of(MODEL, "net.onnx", 1000).toHtml()).contains(">68<");
    }

    private static OnnxNode node(String operator, List<String> inputs, String output) {
        return new OnnxNode("", operator, "", inputs, List.of(output), Map.of(), List.of(), Map.of());
    }

    private static Value floats(String name, long... shape) {
        return new Value(name, OnnxType.FLOAT32, TensorShape.of(shape));
    }

    private static Constant constant(String name, long... shape) {
        int size = 1;
        for (long each : shape) {
            size *= (int) each;
        }
        return new Constant(floats(name, shape), ByteBuffer.allocate(size * Float.BYTES));
    }

    private static List<String> names(Subgraph subgraph, Ints tensors) {
        return tensors.stream()
                .mapToObj(tensor -> subgraph.tensor(tensor).name())
                .toList();
    }
}
