// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NodeDataTest {
    private static Map<String, ObjectNode> data(Graph graph) {
        return NodeData.of(Graphs.inspected(graph));
    }

    private static JsonNode document(Graph graph, String name) {
        return Objects.requireNonNull(data(graph).get(name), name);
    }

    @Test
    void everyOperatorHasItsFiguresUnderTheNameOfItsOutput() {
        Graph graph = Graphs.branches();
        Subgraph main = graph.main();

        Map<String, ObjectNode> data = data(graph);

        assertThat(data).containsKeys("constant-bytes.json", "macs.json", "estimated-time-percent.json", "form.json");
        for (JsonNode document : data.values()) {
            JsonNode results = document.path(main.name()).path("results");
            assertThat(results).hasSize(main.operators().size());
            assertThat(results).allMatch(result -> result.has("value"));
        }
        int output = main.operators().get(0).outputs().get(0);
        assertThat(document(graph, "form.json")
                        .path(main.name())
                        .path("results")
                        .has(main.tensor(output).name()))
                .isTrue();
    }

    @Test
    void aGradientHasStopsAtBothEnds() {
        Graph graph = Graphs.branches();

        JsonNode gradient =
                document(graph, "macs.json").path(graph.main().name()).path("gradient");

        assertThat(gradient.findValuesAsText("stop")).containsExactly("0.0", "0.5", "1.0");
    }

    @Test
    void operatorsWhoseOutputsHaveOneNameGoByTheirNumbers() {
        Graph graph = Graphs.chain(3, 0);
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.withName("same"))
                .toList();

        JsonNode results = document(graph.withMain(graph.main().withTensors(tensors)), "macs.json")
                .path("main")
                .path("results");

        assertThat(results.fieldNames()).toIterable().containsExactly("0", "1", "2");
    }

    @Test
    void subgraphsWithoutNamesAreCalledAsModelExplorerCallsThem() {
        Subgraph plain = Graphs.chain(2, 0).main();
        Subgraph nameless = new Subgraph("", plain.tensors(), plain.inputs(), plain.outputs(), plain.operators());

        assertThat(document(Graphs.graph(nameless, nameless), "macs.json").fieldNames())
                .toIterable()
                .containsExactly("main", "subgraph_1");
    }
}
