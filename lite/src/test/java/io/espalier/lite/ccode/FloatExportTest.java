// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts of float models, of state and of what is left out. */
class FloatExportTest {
    private static final CSettings SETTINGS = CSettings.named("m");

    @Test
    void numbersReadBackToTheSameBitsAndInfinityIsNamed() {
        float third = 1f / 3;
        Tensor mask = Tensor.constant(
                "mask", TensorType.FLOAT32, Ints.of(1, 2), Buffer.ofFloats(third, Float.NEGATIVE_INFINITY));

        String source = CExport.of(added(mask), SETTINGS).source();

        assertThat(source).contains(third + "f, -INFINITY,").contains("#include <math.h>");
    }

    @Test
    void stepsWithTheSameParametersShareThem() {
        Subgraph main = new Subgraph(
                "main",
                List.of(floats("x"), floats("a"), floats("b"), floats("y")),
                Ints.of(0),
                Ints.of(3),
                List.of(tanh(0, 1), tanh(1, 2), tanh(2, 3)));

        String source = CExport.of(graph(main), SETTINGS).source();

        assertThat(source.split("static const struct map_rows")).hasSize(2);
        assertThat(source.split("tanh_float\\(&tanh_0")).hasSize(4);
    }

    @Test
    void whatLastsIsAtTheStartOfTheMemoryAndHasAFunctionThatResetsIt() {
        Tensor handle = Tensor.activation("handle", TensorType.RESOURCE, Ints.of(1));
        Subgraph main = new Subgraph(
                "main",
                List.of(floats("x"), handle, floats("before"), floats("y")),
                Ints.of(0),
                Ints.of(3),
                List.of(
                        operator(BuiltinOperator.VAR_HANDLE, OptionsTable.VAR_HANDLE, Ints.EMPTY, Ints.of(1)),
                        operator(BuiltinOperator.READ_VARIABLE, OptionsTable.READ_VARIABLE, Ints.of(1), Ints.of(2)),
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(2, 0), Ints.of(3)),
                        operator(
                                BuiltinOperator.ASSIGN_VARIABLE,
                                OptionsTable.ASSIGN_VARIABLE,
                                Ints.of(1, 3),
                                Ints.EMPTY)));

        CExport own = CExport.of(graph(main), SETTINGS);
        CExport callers = CExport.of(graph(main), SETTINGS.with(ArenaPlace.CALLER));

        assertThat(own.header()).contains("void m_reset(void);");
        assertThat(own.source()).contains("int8_t *const state = activations.bytes;", "memset(state, 0, 8);");
        assertThat(own.example()).contains("m_reset();");
        assertThat(callers.header()).contains("void m_reset(void *memory);");
        assertThat(callers.source()).contains("int8_t *const arena = (int8_t *)memory + 8;");
        assertThat(own.arenaBytes()).isEqualTo(16);
    }

    @Test
    void subgraphsThatTheMainOneDoesNotRunAreNamed() {
        Subgraph main =
                new Subgraph("main", List.of(floats("x"), floats("y")), Ints.of(0), Ints.of(1), List.of(tanh(0, 1)));
        Subgraph other =
                new Subgraph("other", List.of(floats("x"), floats("y")), Ints.of(0), Ints.of(1), List.of(tanh(0, 1)));

        assertThat(CExport.of(graph(main, other), SETTINGS).notes())
                .containsExactly("subgraph 1 'other' is left out: the main subgraph does not run it");
    }

    @Test
    void aLoopWhoseVariablesGrowIsRefused() {
        Tensor flag = Tensor.constant("more", TensorType.BOOL, Ints.EMPTY, Buffer.ofBytes((byte) 1));
        Tensor longer = Tensor.activation("longer", TensorType.FLOAT32, Ints.of(2, 2));
        Options subgraphs =
                Options.of(OptionsTable.WHILE).with("cond_subgraph_index", 1).with("body_subgraph_index", 2);
        Subgraph main = new Subgraph(
                "main",
                List.of(floats("x"), floats("y")),
                Ints.of(0),
                Ints.of(1),
                List.of(Operator.of(OperatorCode.of(BuiltinOperator.WHILE, 1), Ints.of(0), Ints.of(1), subgraphs)));
        Subgraph condition = new Subgraph("condition", List.of(floats("x"), flag), Ints.of(0), Ints.of(1), List.of());
        Subgraph body = new Subgraph(
                "body",
                List.of(floats("x"), longer),
                Ints.of(0),
                Ints.of(1),
                List.of(operator(
                        BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, Ints.of(0, 0), Ints.of(1))));

        assertThatThrownBy(() -> CExport.of(graph(main, condition, body), SETTINGS))
                .isInstanceOf(CExportException.class)
                .hasMessageContainingAll("Op#0 WHILE", "the shape of 'x' changes", "use a loop whose variables");
    }

    private static Graph added(Tensor constant) {
        return graph(new Subgraph(
                "main",
                List.of(floats("x"), constant, floats("y")),
                Ints.of(0),
                Ints.of(2),
                List.of(operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(0, 1), Ints.of(2)))));
    }

    private static Tensor floats(String name) {
        return Tensor.activation(name, TensorType.FLOAT32, Ints.of(1, 2));
    }

    private static Operator tanh(int input, int output) {
        return operator(BuiltinOperator.TANH, OptionsTable.NONE, Ints.of(input), Ints.of(output));
    }

    private static Operator operator(BuiltinOperator kind, OptionsTable options, Ints inputs, Ints outputs) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, outputs, Options.of(options));
    }

    private static Graph graph(Subgraph... subgraphs) {
        return new Graph("", List.of(subgraphs), List.of(), List.of());
    }
}
