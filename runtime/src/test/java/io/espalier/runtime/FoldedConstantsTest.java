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
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.rewrite.evaluate.Evaluators;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.OperatorVersions;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we compute on constants against what TFLite's kernels do. */
class FoldedConstantsTest {
    private static final long SEED = 11;
    private static final Ints CUBE = Ints.of(2, 3, 4);

    /** One operator on constants. */
    record Case(String what, Operator operator, List<Tensor> inputs, List<Tensor> outputs, int ulps) {
        @Override
        public String toString() {
            return operator.code().builtin() + " " + what;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ourConstantsAreThoseOfTheRuntime(Case one) {
        List<Buffer> ours =
                Evaluators.evaluate(one.operator, one.inputs, one.outputs).orElseThrow();

        List<Buffer> theirs = run(one);
        for (int i = 0; i < theirs.size(); i++) {
            if (one.ulps == 0) {
                assertThat(ours.get(i)).isEqualTo(theirs.get(i));
            } else {
                assertClose(ours.get(i), theirs.get(i), one.ulps);
            }
        }
    }

    @Test
    void everyEvaluatorHasACase() {
        Set<BuiltinOperator> tested = EnumSet.noneOf(BuiltinOperator.class);
        cases().forEach(one -> tested.add(one.operator.code().builtin()));

        assertThat(EnumSet.allOf(BuiltinOperator.class).stream().filter(Evaluators::computes))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    static Stream<Case> cases() {
        return Stream.of(moving(), joining(), strided(), floats(), integers(), generating())
                .flatMap(List::stream);
    }

    private static List<Case> moving() {
        Tensor cube = floats(CUBE);
        Options split = Options.of(OptionsTable.SPLIT).with("num_splits", 2);
        Options unpack = Options.of(OptionsTable.UNPACK).with("num", 3).with("axis", -2);
        Options gather = Options.of(OptionsTable.GATHER).with("axis", 1);
        Tensor half = output(Ints.of(2, 3, 2));
        Tensor slice = output(Ints.of(2, 4));
        return List.of(
                one(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), Ints.of(6, 4), cube, ints(-1, 4)),
                one(BuiltinOperator.SQUEEZE, Options.of(OptionsTable.SQUEEZE), Ints.of(3), floats(Ints.of(1, 3, 1))),
                one(
                        BuiltinOperator.EXPAND_DIMS,
                        Options.of(OptionsTable.EXPAND_DIMS),
                        Ints.of(2, 1, 3, 4),
                        cube,
                        ints(1)),
                one(
                        BuiltinOperator.TRANSPOSE,
                        Options.of(OptionsTable.TRANSPOSE),
                        Ints.of(4, 2, 3),
                        cube,
                        ints(2, 0, 1)),
                one(
                        BuiltinOperator.SLICE,
                        Options.of(OptionsTable.SLICE),
                        Ints.of(1, 2, 2),
                        cube,
                        ints(1, 1, 2),
                        ints(1, -1, 2)),
                one(
                        BuiltinOperator.BROADCAST_TO,
                        Options.of(OptionsTable.BROADCAST_TO),
                        Ints.of(2, 2, 3, 4),
                        floats(Ints.of(2, 1, 4)),
                        ints(2, 2, 3, 4)),
                one(BuiltinOperator.TILE, Options.of(OptionsTable.TILE), Ints.of(4, 3, 12), cube, ints(2, 1, 3)),
                one(BuiltinOperator.GATHER, gather, Ints.of(2, 5, 4), cube, ints(2, 0, 0, 1, 2)),
                several(BuiltinOperator.SPLIT, split, List.of(half, half), scalar(2), cube),
                several(BuiltinOperator.UNPACK, unpack, List.of(slice, slice, slice), cube));
    }

    private static List<Case> joining() {
        Options concatenation = Options.of(OptionsTable.CONCATENATION).with("axis", -1);
        Options pack = Options.of(OptionsTable.PACK).with("axis", 1).with("values_count", 2);
        Tensor rows = Tensor.constant("rows", TensorType.INT32, Ints.of(3, 2), Buffer.ofInts(0, 1, 2, 0, 1, 1));
        return List.of(
                one(
                        BuiltinOperator.CONCATENATION,
                        concatenation,
                        Ints.of(2, 3, 6),
                        floats(CUBE),
                        floats(Ints.of(2, 3, 2))),
                one(BuiltinOperator.PACK, pack, Ints.of(2, 2, 3, 4), floats(CUBE), floats(CUBE)),
                one(BuiltinOperator.PAD, Options.of(OptionsTable.PAD), Ints.of(3, 5, 6), floats(CUBE), rows),
                one(
                        BuiltinOperator.PADV2,
                        Options.of(OptionsTable.PADV2),
                        Ints.of(3, 5, 6),
                        floats(CUBE),
                        rows,
                        floats(Ints.of(1))));
    }

    private static List<Case> strided() {
        Options plain = Options.of(OptionsTable.STRIDED_SLICE);
        return List.of(
                slice("plain", plain, Ints.of(1, 2, 2), ints(1, 0, 0), ints(2, 3, 4), ints(1, 2, 3)),
                slice("backwards", plain, Ints.of(2, 2, 4), ints(0, -1, 3), ints(2, 0, -9), ints(1, -1, -1)),
                slice(
                        "masked",
                        plain.with("begin_mask", 2).with("end_mask", 4),
                        Ints.of(1, 2, 2),
                        ints(-1, 5, 2),
                        ints(9, 2, 0),
                        ints(1, 1, 1)),
                slice(
                        "masked backwards",
                        plain.with("begin_mask", 4).with("end_mask", 4),
                        Ints.of(2, 3, 4),
                        ints(0, 0, 1),
                        ints(2, 3, 2),
                        ints(1, 1, -1)),
                slice(
                        "shrunk",
                        plain.with("shrink_axis_mask", 2),
                        Ints.of(2, 2),
                        ints(0, -1, 2),
                        ints(2, 0, 4),
                        ints(1, 1, 1)),
                slice("few axes", plain.with("shrink_axis_mask", 1), Ints.of(3, 4), ints(1), ints(2), ints(1)));
    }

    private static Case slice(String what, Options options, Ints shape, Tensor begin, Tensor end, Tensor strides) {
        return of(
                what,
                BuiltinOperator.STRIDED_SLICE,
                options,
                List.of(output(shape)),
                0,
                floats(CUBE),
                begin,
                end,
                strides);
    }

    private static List<Case> floats() {
        List<Case> cases = new ArrayList<>();
        for (BuiltinOperator kind : List.of(
                BuiltinOperator.ABS,
                BuiltinOperator.NEG,
                BuiltinOperator.SQUARE,
                BuiltinOperator.SQRT,
                BuiltinOperator.RSQRT,
                BuiltinOperator.EXP,
                BuiltinOperator.LOG,
                BuiltinOperator.SIN,
                BuiltinOperator.COS,
                BuiltinOperator.FLOOR,
                BuiltinOperator.CEIL,
                BuiltinOperator.ROUND,
                BuiltinOperator.RELU,
                BuiltinOperator.RELU6)) {
            boolean positive = EnumSet.of(BuiltinOperator.SQRT, BuiltinOperator.RSQRT, BuiltinOperator.LOG)
                    .contains(kind);
            Ints shape = Ints.of(200);
            Tensor values = positive ? floats(0.01, 50, shape) : floats(-9, 9, shape);
            cases.add(of("", kind, Options.NONE, List.of(output(shape)), 1, values));
        }
        cases.add(of(
                "of halves",
                BuiltinOperator.ROUND,
                Options.NONE,
                List.of(output(Ints.of(6))),
                1,
                Tensor.constant(
                        "halves",
                        TensorType.FLOAT32,
                        Ints.of(6),
                        Buffer.ofFloats(-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f))));
        for (BuiltinOperator kind : List.of(
                BuiltinOperator.ADD,
                BuiltinOperator.SUB,
                BuiltinOperator.MUL,
                BuiltinOperator.DIV,
                BuiltinOperator.MAXIMUM,
                BuiltinOperator.MINIMUM,
                BuiltinOperator.SQUARED_DIFFERENCE,
                BuiltinOperator.POW)) {
            Tensor left = floats(0.1, 3, CUBE);
            Tensor right = floats(-2, 4, Ints.of(3, 1));
            cases.add(of("broadcast", kind, Options.NONE, List.of(output(CUBE)), 1, left, right));
        }
        for (BuiltinOperator kind :
                List.of(BuiltinOperator.ADD, BuiltinOperator.SUB, BuiltinOperator.MUL, BuiltinOperator.DIV)) {
            for (ActivationFunction activation :
                    List.of(ActivationFunction.RELU, ActivationFunction.RELU6, ActivationFunction.RELU_N1_TO_1)) {
                Options options =
                        Options.of(OptionsTable.valueOf(kind.name())).with("fused_activation_function", activation);
                cases.add(of(
                        "with " + activation,
                        kind,
                        options,
                        List.of(output(CUBE)),
                        1,
                        floats(-4, 9, Ints.of(4)),
                        floats(CUBE)));
            }
        }
        return cases;
    }

    private static List<Case> integers() {
        List<Case> cases = new ArrayList<>();
        for (BuiltinOperator kind : List.of(
                BuiltinOperator.ADD,
                BuiltinOperator.SUB,
                BuiltinOperator.MUL,
                BuiltinOperator.MAXIMUM,
                BuiltinOperator.MINIMUM,
                BuiltinOperator.FLOOR_DIV,
                BuiltinOperator.FLOOR_MOD)) {
            Tensor result = Tensor.activation("y", TensorType.INT32, Ints.of(4));
            cases.add(
                    of("of integers", kind, options(kind), List.of(result), 0, ints(-7, 7, 5, -3), ints(2, -2, 3, 5)));
        }
        Tensor product = Tensor.activation("y", TensorType.INT32, Ints.EMPTY);
        cases.add(of(
                "",
                BuiltinOperator.REDUCE_PROD,
                Options.of(OptionsTable.REDUCER),
                List.of(product),
                0,
                ints(2, 3, 7),
                ints(0)));
        return cases;
    }

    private static List<Case> generating() {
        Tensor sequence = Tensor.activation("y", TensorType.INT32, Ints.of(4));
        Tensor longs = Tensor.activation("y", TensorType.INT64, Ints.of(3));
        Tensor truth =
                Tensor.constant("truth", TensorType.BOOL, Ints.of(3), Buffer.ofBytes((byte) 1, (byte) 0, (byte) 1));
        return List.of(
                one(BuiltinOperator.FILL, Options.of(OptionsTable.FILL), Ints.of(2, 3), ints(2, 3), floats(Ints.EMPTY)),
                one(BuiltinOperator.ZEROS_LIKE, Options.of(OptionsTable.ZEROS_LIKE), CUBE, floats(CUBE)),
                of(
                        "of integers",
                        BuiltinOperator.RANGE,
                        Options.of(OptionsTable.RANGE),
                        List.of(sequence),
                        0,
                        scalar(9),
                        scalar(-1),
                        scalar(-3)),
                one(
                        BuiltinOperator.RANGE,
                        Options.of(OptionsTable.RANGE),
                        Ints.of(30),
                        real(0.1f),
                        real(3.05f),
                        real(0.1f)),
                of(
                        "to integers",
                        BuiltinOperator.CAST,
                        cast(TensorType.FLOAT32, TensorType.INT32),
                        List.of(sequence),
                        0,
                        Tensor.constant("x", TensorType.FLOAT32, Ints.of(4), Buffer.ofFloats(-2.9f, -0.5f, 1.99f, 7))),
                of(
                        "to long",
                        BuiltinOperator.CAST,
                        cast(TensorType.INT32, TensorType.INT64),
                        List.of(longs),
                        0,
                        ints(-1, 0, Integer.MAX_VALUE)),
                of(
                        "to float",
                        BuiltinOperator.CAST,
                        cast(TensorType.INT32, TensorType.FLOAT32),
                        List.of(output(Ints.of(3))),
                        0,
                        ints(-1, 16_777_217, Integer.MAX_VALUE)),
                of(
                        "of truth",
                        BuiltinOperator.CAST,
                        cast(TensorType.BOOL, TensorType.FLOAT32),
                        List.of(output(Ints.of(3))),
                        0,
                        truth));
    }

    private static Options cast(TensorType from, TensorType to) {
        return Options.of(OptionsTable.CAST).with("in_data_type", from).with("out_data_type", to);
    }

    private static Options options(BuiltinOperator kind) {
        return switch (kind) {
            case ADD -> Options.of(OptionsTable.ADD);
            case SUB -> Options.of(OptionsTable.SUB);
            case MUL -> Options.of(OptionsTable.MUL);
            case DIV -> Options.of(OptionsTable.DIV);
            default -> Options.NONE;
        };
    }

    private static Case one(BuiltinOperator kind, Options options, Ints shape, Tensor... inputs) {
        return of("", kind, options, List.of(output(shape)), 0, inputs);
    }

    private static Case several(BuiltinOperator kind, Options options, List<Tensor> outputs, Tensor... inputs) {
        return of("", kind, options, outputs, 0, inputs);
    }

    private static Case of(
            String what, BuiltinOperator kind, Options options, List<Tensor> outputs, int ulps, Tensor... inputs) {
        Options given = options.table() == OptionsTable.NONE ? options(kind) : options;
        List<Tensor> tensors =
                Stream.concat(Stream.of(inputs), outputs.stream()).toList();
        Operator operator = Operator.of(
                OperatorCode.of(kind, 1),
                Ints.of(IntStream.range(0, inputs.length).toArray()),
                Ints.of(IntStream.range(inputs.length, tensors.size()).toArray()),
                given);
        return new Case(what, OperatorVersions.lowest(operator, tensors::get), List.of(inputs), outputs, ulps);
    }

    private static Tensor output(Ints shape) {
        return Tensor.activation("y", TensorType.FLOAT32, shape);
    }

    private static Tensor floats(Ints shape) {
        return floats(-5, 5, shape);
    }

    private static Tensor floats(double low, double high, Ints shape) {
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        SplittableRandom random = new SplittableRandom(SEED + values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return Tensor.constant("floats", TensorType.FLOAT32, shape, Buffer.ofFloats(values));
    }

    private static Tensor real(float value) {
        return Tensor.constant("real", TensorType.FLOAT32, Ints.EMPTY, Buffer.ofFloats(value));
    }

    private static Tensor ints(int... values) {
        return Tensor.constant("ints", TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values));
    }

    private static Tensor scalar(int value) {
        return Tensor.constant("scalar", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(value));
    }

    private static List<Buffer> run(Case one) {
        List<Tensor> tensors = new ArrayList<>(one.inputs);
        tensors.addAll(one.outputs);
        Subgraph subgraph = new Subgraph("main", tensors, Ints.EMPTY, one.operator.outputs(), List.of(one.operator));
        Graph graph = new Graph("constants", List.of(subgraph), List.of(), List.of());
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", model), InterpreterOptions.DEFAULTS.withXnnpack(false))) {
            interpreter.run();
            return interpreter.outputs().stream()
                    .map(info -> {
                        ByteBuffer bytes =
                                ByteBuffer.allocateDirect(info.bytes()).order(ByteOrder.nativeOrder());
                        interpreter.readOutput(info.index(), bytes);
                        return Buffer.view(bytes.flip());
                    })
                    .toList();
        }
    }

    private static void assertClose(Buffer ours, Buffer theirs, int ulps) {
        assertThat(ours.size()).isEqualTo(theirs.size());
        for (int i = 0; i < ours.asFloats().limit(); i++) {
            float wanted = theirs.asFloats().get(i);
            assertThat(Math.abs(ours.asFloats().get(i) - wanted))
                    .as(
                            "place %d, seed %d: %s against %s",
                            i, SEED, ours.asFloats().get(i), wanted)
                    .isLessThanOrEqualTo(ulps * Math.ulp(wanted));
        }
    }
}
