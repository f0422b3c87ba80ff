// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.runtime.interpreter.OperatorTimes.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTimesTest {
    private static final Ints ONE = Ints.of(1);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void operatorsOfALoopAreCountedAsOftenAsTheyRun(boolean xnnpack) {
        TfliteModel model = TfliteModel.of("loop", loop());

        OperatorTimes times = times(model, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), 5);

        assertThat(times.runs()).isEqualTo(5);
        assertThat(steps(times, 0)).extracting(Step::calls).containsExactly(5L);
        assertThat(steps(times, 1)).extracting(Step::calls).containsExactly(4 * 5L);
        assertThat(steps(times, 2)).extracting(Step::calls).containsOnly(3 * 5L);
        assertThat(steps(times, 2).stream().flatMap(step -> step.operators().stream()))
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void onlyAnInterpreterThatWasOpenedForItTimesOperators() {
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("loop", loop()), InterpreterOptions.DEFAULTS)) {
            assertThatIllegalStateException()
                    .isThrownBy(interpreter::operatorTimes)
                    .withMessageContaining("not opened to time operators");
        }
    }

    private static List<Step> steps(OperatorTimes times, int subgraph) {
        return times.steps().stream()
                .filter(step -> step.subgraph() == subgraph)
                .toList();
    }

    private static OperatorTimes times(TfliteModel model, InterpreterOptions options, int runs) {
        try (Interpreter interpreter = Interpreter.openProfiled(model, options)) {
            ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
            interpreter.writeInput(0, number);
            interpreter.writeInput(1, number.clear());
            interpreter.time(new long[2]);
            interpreter.forgetOperatorTimes();
            interpreter.time(new long[runs]);
            return interpreter.operatorTimes();
        }
    }

    /** Adds to a float three times, counting in another tensor. */
    private static Graph loop() {
        Subgraph main = new Subgraph(
                "main",
                List.of(counter("i"), number("x"), counter("end"), number("y")),
                Ints.of(0, 1),
                Ints.of(3),
                List.of(Operator.of(
                        OperatorCode.of(BuiltinOperator.WHILE, 1),
                        Ints.of(0, 1),
                        Ints.of(2, 3),
                        Options.of(OptionsTable.WHILE)
                                .with("cond_subgraph_index", 1)
                                .with("body_subgraph_index", 2))));
        Subgraph condition = new Subgraph(
                "condition",
                List.of(
                        counter("i"),
                        number("x"),
                        Tensor.constant("three", TensorType.INT32, ONE, Buffer.ofInts(3)),
                        Tensor.activation("more", TensorType.BOOL, ONE)),
                Ints.of(0, 1),
                Ints.of(3),
                List.of(operator(BuiltinOperator.LESS, OptionsTable.LESS, Ints.of(0, 2), 3)));
        Subgraph body = new Subgraph(
                "body",
                List.of(
                        counter("i"),
                        number("x"),
                        Tensor.constant("one", TensorType.INT32, ONE, Buffer.ofInts(1)),
                        counter("next"),
                        number("y")),
                Ints.of(0, 1),
                Ints.of(3, 4),
                List.of(
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(0, 2), 3),
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(1, 1), 4)));
        return new Graph("", List.of(main, condition, body), List.of(), List.of());
    }

    private static Operator operator(BuiltinOperator kind, OptionsTable options, Ints inputs, int output) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, Ints.of(output), Options.of(options));
    }

    private static Tensor counter(String name) {
        return Tensor.activation(name, TensorType.INT32, ONE);
    }

    private static Tensor number(String name) {
        return Tensor.activation(name, TensorType.FLOAT32, ONE);
    }
}
