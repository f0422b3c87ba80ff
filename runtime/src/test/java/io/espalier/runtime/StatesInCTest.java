// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops, branches and variables as C against the real runtime. */
@Tag("conformance")
class StatesInCTest {
    private static final Tensor COUNTER = Tensor.activation("i", TensorType.INT32, Ints.EMPTY);

    @Test
    void aVariableStartsWithItsValueAndIsAddedUpFromRunToRun() {
        List<Tensor> tensors = List.of(floats("x"), handle(), floats("before"), floats("sum"), floats("y"));
        Subgraph main = new Subgraph(
                "main",
                tensors,
                Ints.of(0),
                Ints.of(4),
                List.of(
                        operator(
                                BuiltinOperator.CALL_ONCE,
                                Options.of(OptionsTable.CALL_ONCE).with("init_subgraph_index", 1),
                                Ints.EMPTY,
                                Ints.EMPTY),
                        opened(1),
                        operator(BuiltinOperator.READ_VARIABLE, OptionsTable.READ_VARIABLE, Ints.of(1), Ints.of(2)),
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(2, 0), Ints.of(3)),
                        operator(
                                BuiltinOperator.ASSIGN_VARIABLE,
                                OptionsTable.ASSIGN_VARIABLE,
                                Ints.of(1, 3),
                                Ints.EMPTY),
                        operator(BuiltinOperator.MUL, OptionsTable.MUL, Ints.of(3, 2), Ints.of(4))));
        Tensor start = Tensor.constant("start", TensorType.FLOAT32, Ints.of(1, 4), Buffer.ofFloats(1, 2, 3, 4));
        Subgraph starts = new Subgraph(
                "starts",
                List.of(handle(), start),
                Ints.EMPTY,
                Ints.EMPTY,
                List.of(
                        opened(0),
                        operator(
                                BuiltinOperator.ASSIGN_VARIABLE,
                                OptionsTable.ASSIGN_VARIABLE,
                                Ints.of(0, 1),
                                Ints.EMPTY)));

        assertThat(GeneratedC.difference(graph(main, starts), 4)).isZero();
    }

    /** a, b = b, a + b: neither may be overwritten before both are read. */
    @Test
    void variablesOfALoopChangePlaces() {
        Tensor zero = Tensor.constant("zero", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(0));
        Options subgraphs =
                Options.of(OptionsTable.WHILE).with("cond_subgraph_index", 1).with("body_subgraph_index", 2);
        Subgraph main = new Subgraph(
                "main",
                List.of(floats("a"), floats("b"), zero, COUNTER, floats("p"), floats("q")),
                Ints.of(0, 1),
                Ints.of(4, 5),
                List.of(operator(BuiltinOperator.WHILE, subgraphs, Ints.of(2, 0, 1), Ints.of(3, 4, 5))));
        Tensor last = Tensor.constant("last", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(5));
        Subgraph condition = new Subgraph(
                "condition",
                List.of(
                        COUNTER,
                        floats("a"),
                        floats("b"),
                        last,
                        Tensor.activation("more", TensorType.BOOL, Ints.EMPTY)),
                Ints.of(0, 1, 2),
                Ints.of(4),
                List.of(operator(BuiltinOperator.LESS, OptionsTable.LESS, Ints.of(0, 3), Ints.of(4))));
        Tensor one = Tensor.constant("one", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(1));
        Subgraph body = new Subgraph(
                "body",
                List.of(COUNTER, floats("a"), floats("b"), one, COUNTER, floats("sum")),
                Ints.of(0, 1, 2),
                Ints.of(4, 2, 5),
                List.of(
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(0, 3), Ints.of(4)),
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(1, 2), Ints.of(5))));

        assertThat(GeneratedC.difference(graph(main, condition, body), 3)).isZero();
    }

    @Test
    void aBranchMayHandOnWhatItGets() {
        Tensor axis = Tensor.constant("axis", TensorType.INT32, Ints.of(1), Buffer.ofInts(1));
        Tensor zero = Tensor.constant("zero", TensorType.FLOAT32, Ints.of(1), Buffer.ofFloats(0));
        Tensor sum = Tensor.activation("sum", TensorType.FLOAT32, Ints.of(1));
        Tensor positive = Tensor.activation("positive", TensorType.BOOL, Ints.of(1));
        Options subgraphs =
                Options.of(OptionsTable.IF).with("then_subgraph_index", 1).with("else_subgraph_index", 2);
        Subgraph main = new Subgraph(
                "main",
                List.of(floats("x"), axis, sum, zero, positive, floats("chosen"), floats("y")),
                Ints.of(0),
                Ints.of(6),
                List.of(
                        operator(BuiltinOperator.SUM, OptionsTable.REDUCER, Ints.of(0, 1), Ints.of(2)),
                        operator(BuiltinOperator.GREATER, OptionsTable.GREATER, Ints.of(2, 3), Ints.of(4)),
                        operator(BuiltinOperator.IF, subgraphs, Ints.of(4, 0), Ints.of(5)),
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(5, 0), Ints.of(6))));
        Subgraph then = new Subgraph(
                "then",
                List.of(floats("x"), floats("y")),
                Ints.of(0),
                Ints.of(1),
                List.of(operator(BuiltinOperator.TANH, Options.NONE, Ints.of(0), Ints.of(1))));
        Subgraph otherwise = new Subgraph("else", List.of(floats("x")), Ints.of(0), Ints.of(0), List.of());

        assertThat(GeneratedC.difference(graph(main, then, otherwise), 6)).isLessThan(1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trained_lstm_int8", "micro_speech_lstm", "dtln_noise_suppression"})
    void integerLstmsOfOthersAreEqualToTheBit(String name) throws IOException {
        assertThat(GeneratedC.difference(GraphReader.read(Assets.file("tflite/tflm/" + name + ".tflite")), 4))
                .isZero();
    }

    private static Tensor floats(String name) {
        return Tensor.activation(name, TensorType.FLOAT32, Ints.of(1, 4));
    }

    private static Tensor handle() {
        return Tensor.activation("handle", TensorType.RESOURCE, Ints.of(1));
    }

    private static Operator opened(int handle) {
        return operator(
                BuiltinOperator.VAR_HANDLE,
                Options.of(OptionsTable.VAR_HANDLE).with("shared_name", "kept"),
                Ints.EMPTY,
                Ints.of(handle));
    }

    private static Operator operator(BuiltinOperator kind, OptionsTable options, Ints inputs, Ints outputs) {
        return operator(kind, Options.of(options), inputs, outputs);
    }

    private static Operator operator(BuiltinOperator kind, Options options, Ints inputs, Ints outputs) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, outputs, options);
    }

    private static Graph graph(Subgraph... subgraphs) {
        return new Graph("", List.of(subgraphs), List.of(), List.of());
    }
}
