// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.guard.ElementReader;
import io.espalier.runtime.guard.InputGuard;
import io.espalier.runtime.guard.StringValues;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticValuesTest {
    private static final int COUNT = 1001;

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STRING", "RESOURCE", "VARIANT"})
    void everyTypeOfNumbersIsFilledWhole(TensorType type) {
        ByteBuffer values = madeUp(Tensor.activation("x", type, Ints.of(COUNT))).orElseThrow();

        assertThat(values.remaining()).isEqualTo((int) type.bytes(COUNT));
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"FLOAT16", "BFLOAT16"})
    void halvesLieBetweenZeroAndOne(TensorType type) {
        ByteBuffer values = madeUp(Tensor.activation("x", type, Ints.of(COUNT))).orElseThrow();

        while (values.hasRemaining()) {
            int bits = values.getShort();
            float value = type == TensorType.BFLOAT16
                    ? Float.intBitsToFloat(bits << 16)
                    : Float.intBitsToFloat(bits << 13) * 0x1p112f;
            assertThat(value).isBetween(0f, 1f);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64", "UINT64", "BOOL"})
    void plainWholeNumbersAreZeroOrOne(TensorType type) {
        ByteBuffer values = madeUp(Tensor.activation("x", type, Ints.of(COUNT))).orElseThrow();

        assertThat(numbers(type, values)).containsOnly(0, 1);
    }

    @Test
    void quantizedNumbersAreAny() {
        Quantization scale = new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.of(0.1f), Longs.of(0), 0, null);
        Tensor tensor = Tensor.activation("x", TensorType.INT8, Ints.of(COUNT)).withQuantization(scale);

        assertThat(numbers(TensorType.INT8, madeUp(tensor).orElseThrow())).contains(-128, 127);
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"RESOURCE", "VARIANT"})
    void handlesCannotBeMadeUp(TensorType type) {
        assertThat(madeUp(Tensor.activation("x", type, Ints.of(1)))).isEmpty();
    }

    @Test
    void indicesLieInTheirTable() {
        assertThat(bounded(BuiltinOperator.EMBEDDING_LOOKUP, 0, TensorType.INT32, 50))
                .hasSize(50)
                .containsOnly(0, 1, 2);
    }

    @Test
    void whatHasAMeaningIsWhatDoesNothing() {
        assertThat(bounded(BuiltinOperator.TOPK_V2, 1, TensorType.INT32, 1)).containsExactly(1);
        assertThat(bounded(BuiltinOperator.TRANSPOSE, 1, TensorType.INT32, 2)).containsExactly(0, 1);
        assertThat(bounded(BuiltinOperator.RESHAPE, 1, TensorType.INT32, 3)).containsExactly(-1, 1, 1);
        assertThat(bounded(BuiltinOperator.TILE, 1, TensorType.INT64, 2)).containsExactly(1, 1);
        assertThat(bounded(BuiltinOperator.PAD, 1, TensorType.INT32, 4)).containsOnly(0);
        assertThat(bounded(BuiltinOperator.SLICE, 2, TensorType.INT32, 2)).containsOnly(-1);
        assertThat(bounded(BuiltinOperator.SEGMENT_SUM, 1, TensorType.INT32, 3)).containsOnly(0);
        assertThat(bounded(BuiltinOperator.FLOOR_DIV, 1, TensorType.INT32, 3)).containsOnly(1);
    }

    @Test
    void whatCannotBeMadeUpIsRefusedWithTheInput() {
        Tensor sizes = Tensor.activation("x", TensorType.INT32, Ints.of(1));
        Tensor table = Tensor.activation("table", TensorType.FLOAT32, Ints.of(3, 4));
        Tensor axis = Tensor.constant("axis", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(0));
        Operator split = Operator.of(
                OperatorCode.of(BuiltinOperator.SPLIT_V, 1),
                Ints.of(1, 0, 2),
                Ints.of(3),
                Options.of(OptionsTable.SPLIT_V).with("num_splits", 1));
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph(new Subgraph(
                "main", List.of(sizes, table, axis, table.withName("y")), Ints.of(0, 1), Ints.of(3), List.of(split)))));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("cut.tflite", model), InterpreterOptions.DEFAULTS.withXnnpack(false))) {
            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(() -> BenchmarkInputs.madeUp().write(interpreter))
                    .withMessage("cut.tflite: cannot generate values for input 'x' (INT32 [1]), which operator 0"
                            + " (SPLIT_V) takes; give real values (--input FILE.npz)");
        }
    }

    @Test
    void stringsAreEmptyAndMustBeWrittenBeforeARun() {
        Tensor words = Tensor.activation("words", TensorType.STRING, Ints.of(3));
        Tensor same = Tensor.activation("same", TensorType.BOOL, Ints.of(3));
        Operator equal =
                Operator.of(OperatorCode.of(BuiltinOperator.EQUAL, 3), Ints.of(0, 0), Ints.of(1), Options.NONE);
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(
                graph(new Subgraph("main", List.of(words, same), Ints.of(0), Ints.of(1), List.of(equal)))));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("words.tflite", model), InterpreterOptions.DEFAULTS)) {
            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(interpreter::run)
                    .withMessageContaining("takes strings, but none were written");

            ByteBuffer beyond = StringValues.empty(3).putInt(8, 1000);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> interpreter.writeInput(0, beyond))
                    .withMessageContaining("string 1 starts at 1000, which is not within 20 to 20");

            BenchmarkInputs.madeUp().write(interpreter);
            interpreter.run();

            ByteBuffer output = ByteBuffer.allocate(3);
            interpreter.readOutput(0, output);
            assertThat(output.array()).containsOnly(1);
        }
    }

    private static Optional<ByteBuffer> madeUp(Tensor tensor) {
        return SyntheticValues.of(tensor, (int) tensor.elements(), List.of(), new SplittableRandom(1));
    }

    /** What is made up for the operand of one operator beside a table of 3 rows and 4 columns. */
    private static List<Integer> bounded(BuiltinOperator kind, int position, TensorType type, int count) {
        Graph graph = graph(kind, position, type, count);
        InputGuard guard = new InputGuard(graph);
        guard.shapesAre(tensor -> graph.main().tensor(tensor).shape());
        ByteBuffer values = SyntheticValues.of(graph.main().tensor(0), count, guard.bounds(0), new SplittableRandom(1))
                .orElseThrow();
        return numbers(type, values);
    }

    private static Graph graph(BuiltinOperator kind, int position, TensorType type, int count) {
        Tensor input = Tensor.activation("x", type, Ints.of(count));
        Tensor table = Tensor.activation("table", TensorType.FLOAT32, Ints.of(3, 4));
        Tensor output = Tensor.activation("y", TensorType.FLOAT32, Ints.of(-1));
        int[] operands = kind == BuiltinOperator.SLICE ? new int[] {1, 1, 1} : new int[] {1, 1};
        operands[position] = 0;
        Operator operator = Operator.of(OperatorCode.of(kind, 1), Ints.of(operands), Ints.of(2), Options.NONE);
        return graph(new Subgraph("main", List.of(input, table, output), Ints.of(0), Ints.of(2), List.of(operator)));
    }

    private static Graph graph(Subgraph main) {
        return new Graph("in memory", List.of(main), List.of(), List.of());
    }

    private static List<Integer> numbers(TensorType type, ByteBuffer values) {
        return IntStream.range(0, values.order(ByteOrder.nativeOrder()).remaining() * Byte.SIZE / type.bits())
                .mapToObj(element ->
                        (int) ElementReader.of(type, values).orElseThrow().applyAsDouble(element))
                .toList();
    }
}
