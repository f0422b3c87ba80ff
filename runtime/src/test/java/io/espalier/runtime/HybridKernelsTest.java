// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT32;
import static io.espalier.lite.schema.TensorType.INT8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real runtime makes of int8 weights beside float activations, over several runs that share their state. */
class HybridKernelsTest {
    private static final long SEED = 21;

    /** In dB. */
    private static final double SIGNAL_TO_NOISE = 38;

    private static final int RUNS = 6;
    private static final int FEATURES = 40;
    private static final int UNITS = 48;
    private static final int STEPS = 7;

    static Stream<Arguments> operators() {
        return Stream.of(
                Arguments.of("BATCH_MATMUL", batchMatMul(false)),
                Arguments.of("BATCH_MATMUL adj_y", batchMatMul(true)),
                Arguments.of("BATCH_MATMUL of rank 3", batchMatMul(Ints.of(3, 5, FEATURES))),
                Arguments.of("BATCH_MATMUL of three matrices", threeMatrices(3)),
                Arguments.of("BATCH_MATMUL of three matrices for one", threeMatrices(1)),
                Arguments.of(
                        "BATCH_MATMUL adj_x",
                        new OneOperator(SEED)
                                .input(FLOAT32, FEATURES, 5)
                                .weights(FEATURES, UNITS)
                                .operator(
                                        BuiltinOperator.BATCH_MATMUL,
                                        1,
                                        Options.of(OptionsTable.BATCH_MATMUL).with("adj_x", true),
                                        Ints.of(5, UNITS))),
                Arguments.of("EMBEDDING_LOOKUP", embedding()),
                Arguments.of("SVDF", svdf()),
                Arguments.of("RNN", rnn()),
                Arguments.of("UNIDIRECTIONAL_SEQUENCE_RNN", sequenceRnn()),
                Arguments.of("BIDIRECTIONAL_SEQUENCE_RNN", bidirectionalRnn()),
                Arguments.of("LSTM", lstm(BuiltinOperator.LSTM, false, false, false)),
                Arguments.of("LSTM with peepholes and projection", lstm(BuiltinOperator.LSTM, true, true, false)),
                Arguments.of("LSTM normalized", lstm(BuiltinOperator.LSTM, false, false, true)),
                Arguments.of(
                        "UNIDIRECTIONAL_SEQUENCE_LSTM",
                        lstm(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, false, false, false)),
                Arguments.of(
                        "UNIDIRECTIONAL_SEQUENCE_LSTM with peepholes and projection",
                        lstm(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, true, true, false)),
                Arguments.of(
                        "UNIDIRECTIONAL_SEQUENCE_LSTM normalized",
                        lstm(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, false, false, true)),
                Arguments.of("BIDIRECTIONAL_SEQUENCE_LSTM", bidirectionalLstm()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void weightsInInt8AnswerLikeThoseInFloat(String name, Graph floats) {
        Graph dynamic = DynamicRangeQuantizer.USUAL.quantize(floats);

        assertThat(weights(dynamic)).isNotEmpty().allMatch(tensor -> tensor.type() == INT8);
        assertThat(GraphVerifier.problems(dynamic)).isEmpty();
        for (boolean xnnpack : new boolean[] {true, false}) {
            double noise = signalToNoise(run(floats, xnnpack), run(dynamic, xnnpack));
            assertThat(noise)
                    .as("%s: dB, XNNPACK %s, seed %d", name, xnnpack, SEED)
                    .isGreaterThan(SIGNAL_TO_NOISE);
        }
    }

    @Test
    void batchesInTwoDimensionsAreMultipliedInFloatSinceTheHybridKernelIsWrong() {
        Graph floats = batchMatMul(Ints.of(2, 3, 5, FEATURES));

        Graph dynamic = DynamicRangeQuantizer.USUAL.quantize(floats);

        assertThat(dynamic.main().operators().get(0).is(BuiltinOperator.DEQUANTIZE))
                .isTrue();
        assertThat(signalToNoise(run(floats, false), run(dynamic, false)))
                .as("dB, seed %d", SEED)
                .isGreaterThan(SIGNAL_TO_NOISE);
    }

    /** Also for weights only: recurrent kernels take weights that a DEQUANTIZE makes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void weightsThatAreDequantizedAnswerLikeThoseInFloat(String name, Graph floats) {
        Graph stored = new WeightOnlyQuantizer(INT8, WeightOptions.USUAL).quantize(floats);

        assertThat(GraphWriter.size(stored)).as(name).isLessThan(GraphWriter.size(floats));
        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(signalToNoise(run(floats, xnnpack), run(stored, xnnpack)))
                    .as("%s: dB, XNNPACK %s, seed %d", name, xnnpack, SEED)
                    .isGreaterThan(SIGNAL_TO_NOISE);
        }
    }

    private static List<Tensor> weights(Graph graph) {
        return graph.main().operators().stream()
                .flatMap(operator -> operator.inputs().stream().boxed())
                .filter(input -> input != Operator.ABSENT)
                .map(input -> graph.main().tensor(input))
                .filter(tensor -> tensor.isConstant() && tensor.shape().size() > 1)
                .toList();
    }

    private static List<List<float[]>> run(Graph graph, boolean xnnpack) {
        return RealNumbers.run(graph, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), examples(graph));
    }

    /** What goes in over several runs; whole numbers where those are places in a table. */
    static float[] examples(Graph graph) {
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        SplittableRandom random = new SplittableRandom(SEED);
        float[] x = new float[(int) input.elements() * RUNS];
        for (int i = 0; i < x.length; i++) {
            x[i] = input.type() == FLOAT32 ? (float) random.nextDouble(-0.5, 1.5) : random.nextInt(UNITS);
        }
        return x;
    }

    private static double signalToNoise(List<List<float[]>> expected, List<List<float[]>> actual) {
        double signal = 0;
        double noise = 0;
        for (int run = 0; run < expected.size(); run++) {
            for (int output = 0; output < expected.get(run).size(); output++) {
                float[] exact = expected.get(run).get(output);
                float[] near = actual.get(run).get(output);
                for (int place = 0; place < exact.length; place++) {
                    signal += (double) exact[place] * exact[place];
                    noise += Math.pow(exact[place] - near[place], 2);
                }
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    private static Graph batchMatMul(Ints input) {
        return new OneOperator(SEED)
                .input(FLOAT32, input.toArray())
                .weights(FEATURES, UNITS)
                .operator(
                        BuiltinOperator.BATCH_MATMUL,
                        1,
                        Options.of(OptionsTable.BATCH_MATMUL),
                        input.with(input.size() - 1, UNITS));
    }

    private static Graph threeMatrices(int batch) {
        return new OneOperator(SEED)
                .input(FLOAT32, batch, 5, FEATURES)
                .weights(3, FEATURES, UNITS)
                .operator(BuiltinOperator.BATCH_MATMUL, 1, Options.of(OptionsTable.BATCH_MATMUL), Ints.of(3, 5, UNITS));
    }

    private static Graph batchMatMul(boolean transposed) {
        OneOperator graph = new OneOperator(SEED).input(FLOAT32, 5, FEATURES);
        return (transposed ? graph.weights(UNITS, FEATURES) : graph.weights(FEATURES, UNITS))
                .operator(
                        BuiltinOperator.BATCH_MATMUL,
                        1,
                        Options.of(OptionsTable.BATCH_MATMUL).with("adj_y", transposed),
                        Ints.of(5, UNITS));
    }

    private static Graph embedding() {
        return new OneOperator(SEED)
                .input(INT32, 5)
                .weights(UNITS, FEATURES)
                .operator(BuiltinOperator.EMBEDDING_LOOKUP, 1, Options.NONE, Ints.of(5, FEATURES));
    }

    private static Graph svdf() {
        int memory = 6;
        return new OneOperator(SEED)
                .input(FLOAT32, 2, FEATURES)
                .weights(UNITS, FEATURES)
                .weights(UNITS, memory)
                .weights(UNITS / 2)
                .state(2, UNITS * memory)
                .operator(
                        BuiltinOperator.SVDF, 1, Options.of(OptionsTable.SVDF).with("rank", 2), Ints.of(2, UNITS / 2));
    }

    private static Graph rnn() {
        return new OneOperator(SEED)
                .input(FLOAT32, 2, FEATURES)
                .weights(UNITS, FEATURES)
                .weights(UNITS, UNITS)
                .weights(UNITS)
                .state(2, UNITS)
                .operator(BuiltinOperator.RNN, 1, tanh(OptionsTable.RNN), Ints.of(2, UNITS));
    }

    private static Graph sequenceRnn() {
        return new OneOperator(SEED)
                .input(FLOAT32, 2, STEPS, FEATURES)
                .weights(UNITS, FEATURES)
                .weights(UNITS, UNITS)
                .weights(UNITS)
                .state(2, UNITS)
                .operator(
                        BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_RNN,
                        1,
                        tanh(OptionsTable.SEQUENCE_RNN),
                        Ints.of(2, STEPS, UNITS));
    }

    private static Graph bidirectionalRnn() {
        OneOperator graph = new OneOperator(SEED).input(FLOAT32, 2, STEPS, FEATURES);
        for (int direction = 0; direction < 2; direction++) {
            graph.weights(UNITS, FEATURES).weights(UNITS, UNITS).weights(UNITS).state(2, UNITS);
        }
        return graph.absent(3)
                .operator(
                        BuiltinOperator.BIDIRECTIONAL_SEQUENCE_RNN,
                        1,
                        tanh(OptionsTable.BIDIRECTIONAL_SEQUENCE_RNN),
                        Ints.of(2, STEPS, UNITS),
                        Ints.of(2, STEPS, UNITS));
    }

    private static Graph lstm(BuiltinOperator kind, boolean peepholes, boolean projection, boolean normalization) {
        boolean sequence = kind == BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM;
        int out = projection ? UNITS / 2 : UNITS;
        OneOperator graph = sequence
                ? new OneOperator(SEED).input(FLOAT32, 2, STEPS, FEATURES)
                : new OneOperator(SEED).input(FLOAT32, 2, FEATURES);
        direction(graph, peepholes, projection).state(2, out).state(2, UNITS);
        if (normalization) {
            for (int gate = 0; gate < 4; gate++) {
                graph.weights(UNITS);
            }
        } else {
            graph.absent(sequence ? 4 : 0);
        }
        return graph.operator(
                kind,
                1,
                tanh(sequence ? OptionsTable.UNIDIRECTIONAL_SEQUENCE_LSTM : OptionsTable.LSTM),
                sequence ? Ints.of(2, STEPS, out) : Ints.of(2, out));
    }

    private static Graph bidirectionalLstm() {
        OneOperator graph = new OneOperator(SEED).input(FLOAT32, 2, STEPS, FEATURES);
        direction(graph, false, false);
        direction(graph, false, false);
        return graph.state(2, UNITS)
                .state(2, UNITS)
                .state(2, UNITS)
                .state(2, UNITS)
                .absent(9)
                .operator(
                        BuiltinOperator.BIDIRECTIONAL_SEQUENCE_LSTM,
                        1,
                        tanh(OptionsTable.BIDIRECTIONAL_SEQUENCE_LSTM).with("time_major", false),
                        Ints.of(2, STEPS, UNITS),
                        Ints.of(2, STEPS, UNITS));
    }

    /** Weights and biases of one LSTM, as the kernels' lists of operands have them. */
    private static OneOperator direction(OneOperator graph, boolean peepholes, boolean projection) {
        int out = projection ? UNITS / 2 : UNITS;
        for (int gate = 0; gate < 4; gate++) {
            graph.weights(UNITS, FEATURES);
        }
        for (int gate = 0; gate < 4; gate++) {
            graph.weights(UNITS, out);
        }
        for (int gate = 0; gate < 3 && peepholes; gate++) {
            graph.weights(UNITS);
        }
        graph.absent(peepholes ? 0 : 3);
        for (int gate = 0; gate < 4; gate++) {
            graph.weights(UNITS);
        }
        return projection ? graph.weights(out, UNITS).absent(1) : graph.absent(2);
    }

    private static Options tanh(OptionsTable table) {
        return Options.of(table).with("fused_activation_function", ActivationFunction.TANH);
    }
}
