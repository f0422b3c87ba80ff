// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctNamesTest {
    @Test
    void tensorsWithoutANameAndOfOneThatCameBeforeGetTheirOwn() {
        Graph graph = named("x", "", "x", "x_1", "");

        assertThat(names(DistinctNames.apply(graph))).containsExactly("x", "tensor_1", "x_2", "x_1", "tensor_2");
    }

    @Test
    void distinctNamesStay() {
        Graph graph = named("a", "b", "c", "d", "e");

        assertThat(DistinctNames.apply(graph)).isSameAs(graph);
    }

    private static Graph named(String... names) {
        Sketch sketch = new Sketch().input("0", 1);
        for (int index = 1; index < names.length; index++) {
            sketch.operator(BuiltinOperator.ABS, OptionsTable.NONE, "" + index, Ints.of(1), "" + (index - 1));
        }
        Graph graph = sketch.build("" + (names.length - 1));
        List<Tensor> tensors = graph.main().tensors();
        return graph.withMain(graph.main()
                .withTensors(tensors.stream()
                        .map(tensor -> tensor.withName(names[Integer.parseInt(tensor.name())]))
                        .toList()));
    }

    private static List<String> names(Graph graph) {
        return graph.main().tensors().stream().map(Tensor::name).toList();
    }
}
