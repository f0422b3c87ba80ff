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
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.sparse.SparseStorage;
import io.espalier.lite.verify.GraphVerifier;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose operators call other subgraphs: two fully connected layers with a loop or a branch between them. */
class ControlFlowTest {
    private static final long SEED = 8;
    private static final int WIDTH = 32;
    private static final int EXAMPLES = 10;
    private static final Ints VECTOR = Ints.of(1, WIDTH);
    private static final Ints MATRIX = Ints.of(WIDTH, WIDTH);

    static Stream<Arguments> models() {
        return Stream.of(Arguments.of("WHILE", loop()), Arguments.of("IF", branch()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void theOperatorThatCallsStaysInFloatAndWhatItCallsIsUntouched(String name, Graph floats) {
        float[] x = examples();

        Graph integers = IntegerQuantizer.of(IntegerOptions.INT8).quantize(floats, ExposedRanges.of(floats, x));

        // versions of operators may rise: one file has one for each kind
        for (int called = 1; called < 3; called++) {
            assertThat(integers.subgraphs().get(called).tensors())
                    .isEqualTo(floats.subgraphs().get(called).tensors());
        }
        assertThat(integers.main().operators())
                .extracting(operator -> operator.code().name())
                .containsSubsequence("FULLY_CONNECTED", "DEQUANTIZE", name, "QUANTIZE", "FULLY_CONNECTED");
        assertThat(integers.main().tensors())
                .filteredOn(tensor -> tensor.shape().equals(MATRIX))
                .allMatch(tensor -> tensor.type() == TensorType.INT8);
        assertThat(RealNumbers.first(integers, x))
                .as("seed %d", SEED)
                .containsExactly(RealNumbers.first(floats, x), Offset.offset(0.05f));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void weightsOfWhatIsCalledAreStoredInInt8AndSparseToo(String name, Graph floats) {
        float[] x = examples();

        Graph dynamic = DynamicRangeQuantizer.USUAL.quantize(floats);
        Graph sparse = SparseStorage.atLeast(0.4).apply(floats);

        assertThat(called(dynamic)).anyMatch(tensor -> tensor.type() == TensorType.INT8);
        assertThat(called(sparse)).anyMatch(tensor -> tensor.sparsity().isPresent());
        for (Graph changed : List.of(dynamic, sparse)) {
            assertThat(GraphVerifier.problems(changed)).isEmpty();
            assertThat(RealNumbers.first(changed, x))
                    .as("%s, seed %d", name, SEED)
                    .containsExactly(RealNumbers.first(floats, x), Offset.offset(0.05f));
        }
    }

    private static List<Tensor> called(Graph graph) {
        return graph.subgraphs().get(2).tensors();
    }

    private static float[] examples() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] x = new float[EXAMPLES * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }

    /** Three times through a layer. */
    private static Graph loop() {
        Subgraph main = main(
                Operator.of(
                        OperatorCode.of(BuiltinOperator.WHILE, 1),
                        Ints.of(3, 2),
                        Ints.of(4, 5),
                        Options.of(OptionsTable.WHILE)
                                .with("cond_subgraph_index", 1)
                                .with("body_subgraph_index", 2)),
                Tensor.constant("start", TensorType.INT32, Ints.of(1), Buffer.ofInts(0)));
        Subgraph condition = new Subgraph(
                "condition",
                List.of(counter("i"), vector("h"), number("three", 3), flag("more")),
                Ints.of(0, 1),
                Ints.of(3),
                List.of(operator(BuiltinOperator.LESS, OptionsTable.LESS, Ints.of(0, 2), 3)));
        Subgraph body = new Subgraph(
                "body",
                List.of(
                        counter("i"),
                        vector("h"),
                        number("one", 1),
                        weights("body/w", 3),
                        counter("next"),
                        vector("y")),
                Ints.of(0, 1),
                Ints.of(4, 5),
                List.of(
                        operator(BuiltinOperator.ADD, OptionsTable.ADD, Ints.of(0, 2), 4),
                        operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, Ints.of(1, 3), 5)));
        return new Graph("", List.of(main, condition, body), List.of(), List.of());
    }

    /** One layer or another. */
    private static Graph branch() {
        Subgraph main = main(
                Operator.of(
                        OperatorCode.of(BuiltinOperator.IF, 1),
                        Ints.of(3, 2),
                        Ints.of(5),
                        Options.of(OptionsTable.IF)
                                .with("then_subgraph_index", 1)
                                .with("else_subgraph_index", 2)),
                Tensor.constant("which", TensorType.BOOL, Ints.of(1), Buffer.ofBytes((byte) 0)));
        return new Graph("", List.of(main, layer("then", 3), layer("else", 4)), List.of(), List.of());
    }

    private static Subgraph layer(String name, long seed) {
        return new Subgraph(
                name,
                List.of(vector("h"), weights(name + "/w", seed), vector("y")),
                Ints.of(0),
                Ints.of(2),
                List.of(operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, Ints.of(0, 1), 2)));
    }

    /** Tensor 2 goes into what calls, tensor 3 says how, tensor 5 comes out. */
    private static Subgraph main(Operator calls, Tensor how) {
        return new Subgraph(
                "main",
                List.of(
                        vector("x"),
                        weights("w", 1),
                        vector("a"),
                        how,
                        counter("end"),
                        vector("b"),
                        weights("v", 2),
                        vector("y")),
                Ints.of(0),
                Ints.of(7),
                List.of(
                        operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, Ints.of(0, 1), 2),
                        calls,
                        operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, Ints.of(5, 6), 7)));
    }

    private static Operator operator(BuiltinOperator kind, OptionsTable options, Ints inputs, int output) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, Ints.of(output), Options.of(options));
    }

    /** Half of them zero. */
    private static Tensor weights(String name, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[WIDTH * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? 0 : (float) random.nextDouble(-0.3, 0.3);
        }
        return Tensor.constant(name, TensorType.FLOAT32, MATRIX, Buffer.ofFloats(values));
    }

    private static Tensor vector(String name) {
        return Tensor.activation(name, TensorType.FLOAT32, VECTOR);
    }

    private static Tensor counter(String name) {
        return Tensor.activation(name, TensorType.INT32, Ints.of(1));
    }

    private static Tensor number(String name, int value) {
        return Tensor.constant(name, TensorType.INT32, Ints.of(1), Buffer.ofInts(value));
    }

    private static Tensor flag(String name) {
        return Tensor.activation(name, TensorType.BOOL, Ints.of(1));
    }
}
