// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.layer.recurrent.GRU;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceRulesTest {
    @Test
    void slicesOfEqualPartsBecomeOneSplit() {
        Graph graph = sliced(Ints.of(-1, 24), 8, 0, 16).build("a0", "a16");

        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        Operator split = optimized.main().operators().get(0);
        assertThat(optimized.main().operators()).hasSize(1);
        assertThat(split.is(BuiltinOperator.SPLIT)).isTrue();
        assertThat(split.outputs().stream()
                        .mapToObj(output -> optimized.main().tensor(output).name()))
                .containsExactly("a0", "x/8", "a16");
    }

    @Test
    void partsThatDifferInSizeAreEachSlicedToAnOpenEnd() {
        Graph graph = new Sketch()
                .input("x", -1, 24)
                .ints("from", Ints.of(2), 0, 4)
                .ints("size", Ints.of(2), -1, -1)
                .operator(BuiltinOperator.SLICE, OptionsTable.SLICE, "y", Ints.of(-1, 20), "x", "from", "size")
                .build("y");

        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        Operator slice = optimized.main().operators().get(0);
        assertThat(slice.is(BuiltinOperator.STRIDED_SLICE)).isTrue();
        assertThat(slice.options().integer("end_mask")).isEqualTo(1);
        assertThat(values(optimized, slice, 2)).isEqualTo(Ints.of(0, 24));
    }

    @Test
    void aSliceOfKnownShapeSaysItsSize() {
        Graph graph = new Sketch()
                .input("x", 2, 24)
                .ints("from", Ints.of(2), 0, 4)
                .ints("size", Ints.of(2), -1, 3)
                .operator(BuiltinOperator.SLICE, OptionsTable.SLICE, "y", Ints.of(2, 3), "x", "from", "size")
                .build("y");

        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        Operator slice = optimized.main().operators().get(0);
        assertThat(slice.is(BuiltinOperator.SLICE)).isTrue();
        assertThat(values(optimized, slice, 2)).isEqualTo(Ints.of(2, 3));
    }

    @Test
    void longRowsOfASequenceAreSlicesOfOneRowAndShortOnesAreUnpacked() {
        Model gru = Model.sequential().input(4, 8).add(GRU.of(96)).build(1);
        Model small = Model.sequential().input(4, 8).add(GRU.of(6)).build(1);

        assertThat(operators(ModelLowering.lower(gru)))
                .doesNotContain("UNPACK", "SLICE")
                .containsOnlyOnce("RESHAPE")
                .filteredOn("STRIDED_SLICE"::equals)
                .hasSize(4);
        assertThat(operators(ModelLowering.lower(small))).contains("UNPACK");
    }

    @Test
    void theProductOfAGateAndZerosIsNotAdded() {
        Graph gated = gated(BuiltinOperator.LOGISTIC);

        assertThat(operators(gated)).containsExactly("TANH");
        assertThat(operators(gated(BuiltinOperator.EXP))).contains("MUL", "ADD");
    }

    private static Graph gated(BuiltinOperator gate) {
        OptionsTable options = gate == BuiltinOperator.EXP ? OptionsTable.EXP : OptionsTable.NONE;
        return new Sketch()
                .input("x", -1, 3)
                .floats("zeros", Ints.of(3), 0, 0, 0)
                .operator(gate, options, "g", Ints.of(-1, 3), "x")
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "p", Ints.of(-1, 3), "g", "zeros")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "s", Ints.of(-1, 3), "x", "p")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "y", Ints.of(-1, 3), "s")
                .build("y");
    }

    @Test
    void moreThanFourPartsAndPartsThatOverlapStaySlices() {
        assertThat(operators(sliced(Ints.of(-1, 40), 8, 0, 16).build("a0", "a16")))
                .containsOnly("STRIDED_SLICE")
                .hasSize(2);
        assertThat(operators(sliced(Ints.of(-1, 24), 8, 0, 4).build("a0", "a4")))
                .containsOnly("STRIDED_SLICE")
                .hasSize(2);
    }

    private static List<String> operators(Graph graph) {
        return Stages.run(Stages.OPTIMIZE, graph).main().operators().stream()
                .map(operator -> operator.code().name())
                .toList();
    }

    private static Ints values(Graph graph, Operator operator, int position) {
        return IntegerConstant.values(graph.main().tensor(operator.inputs().get(position)))
                .orElseThrow();
    }

    private static Sketch sliced(Ints shape, int size, int... places) {
        Sketch sketch = new Sketch().input("x", shape.toArray()).ints("size", Ints.of(2), -1, size);
        for (int from : places) {
            sketch.ints("from" + from, Ints.of(2), 0, from)
                    .operator(
                            BuiltinOperator.SLICE,
                            OptionsTable.SLICE,
                            "a" + from,
                            Ints.of(-1, size),
                            "x",
                            "from" + from,
                            "size");
        }
        return sketch;
    }
}
