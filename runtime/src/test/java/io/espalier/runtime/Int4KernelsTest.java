// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.internal.HalfFloat;
import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details.Blockwise;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.Int4Quantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FULLY_CONNECTED with int4 weights beside float activations, in the real runtime. */
class Int4KernelsTest {
    private static final long SEED = 5;
    private static final int EXAMPLES = 3;

    /** Activations have 255 steps while it runs. */
    private static final float ROUNDING = 0.06f;

    @ParameterizedTest
    @CsvSource({"64, 40, false", "63, 40, true", "65, 3, false", "62, 1, false", "96, 7, true"})
    void itComputesWithTheNumbersThatItsWeightsStandFor(int inputs, int units, boolean clamped) {
        Graph floats = dense(weights(inputs, units), clamped);
        Graph quantized = new Int4Quantizer(new WeightOptions(Granularity.AUTOMATIC, 0), false).quantize(floats);
        Tensor stored = quantized.main().tensor(1);
        float[] decoded = new float[inputs * units];
        for (int place = 0; place < decoded.length; place++) {
            decoded[place] =
                    integer(stored, place) * stored.quantization().scales().get(place / inputs);
        }
        float[] x = numbers(EXAMPLES * inputs, new SplittableRandom(SEED + 1));

        float[] expected = Running.run(
                dense(
                        Tensor.constant("w", TensorType.FLOAT32, Ints.of(units, inputs), Buffer.ofFloats(decoded)),
                        clamped),
                x);

        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(Running.run(quantized, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), List.of(x))
                            .get(0))
                    .as("XNNPACK %s, seed %d", xnnpack, SEED)
                    .containsExactly(expected, Offset.offset(ROUNDING));
        }
    }

    /** As AI Edge Quantizer writes them; XNNPACK would answer with other numbers. */
    @Test
    void weightsInBlocksOfOthersAreKeptFromXnnpackAndRight() {
        float[] x = numbers(EXAMPLES * 64, new SplittableRandom(SEED));
        float[] expected = new float[EXAMPLES * 8];
        Graph blocks = blocks(8, false);
        for (int place = 0; place < expected.length; place++) {
            for (int input = 0; input < 64; input++) {
                int weight = place % 8 * 64 + input;
                expected[place] +=
                        x[place / 8 * 64 + input] * integer(blocks.main().tensor(1), weight) * scale(weight / 32);
            }
        }

        assertThat(Running.run(blocks, x)).containsExactly(expected, Offset.offset(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"3, false, puts out 0", "8, true, leaves out the fused activation function"})
    void weightsInBlocksThatNoKernelGetsRightAreRefused(int units, boolean clamped, String why) {
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Running.run(blocks(units, clamped), new float[64]))
                .withMessageContaining(why);
    }

    private static Graph blocks(int units, boolean clamped) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] integers = new byte[units * 32];
        random.nextBytes(integers);
        short[] scales = new short[units * 2];
        for (int block = 0; block < scales.length; block++) {
            scales[block] = HalfFloat.bits(scale(block));
        }
        Tensor weights = Tensor.constant("w", TensorType.INT4, Ints.of(units, 64), Buffer.ofBytes(integers))
                .withQuantization(new Quantization(
                        Floats.EMPTY,
                        Floats.EMPTY,
                        Floats.EMPTY,
                        Longs.EMPTY,
                        0,
                        new Blockwise(3, Blockwise.NO_ZERO_POINTS, 32)));
        return graph(
                dense(weights, clamped).main(),
                Tensor.constant("w/scales", TensorType.FLOAT16, Ints.of(units, 2), Buffer.ofShorts(scales)));
    }

    private static float scale(int block) {
        return Math.scalb(1f, -block % 4 - 4);
    }

    private static int integer(Tensor tensor, int place) {
        return (byte) (tensor.buffer().get(place / 2) << (4 - place % 2 * 4)) >> 4;
    }

    private static Tensor weights(int inputs, int units) {
        return Tensor.constant(
                "w",
                TensorType.FLOAT32,
                Ints.of(units, inputs),
                Buffer.ofFloats(numbers(units * inputs, new SplittableRandom(SEED))));
    }

    private static Graph dense(Tensor weights, boolean clamped) {
        Options options = Options.of(OptionsTable.FULLY_CONNECTED)
                .with("fused_activation_function", clamped ? ActivationFunction.RELU : ActivationFunction.NONE)
                .with("asymmetric_quantize_inputs", weights.type() == TensorType.INT4);
        Operator operator = Operator.of(
                OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 12),
                Ints.of(0, 1, Operator.ABSENT),
                Ints.of(2),
                options);
        return new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(
                                Tensor.activation(
                                        "x",
                                        TensorType.FLOAT32,
                                        Ints.of(1, weights.shape().get(1))),
                                weights,
                                Tensor.activation(
                                        "y",
                                        TensorType.FLOAT32,
                                        Ints.of(1, weights.shape().get(0)))),
                        Ints.of(0),
                        Ints.of(2),
                        List.of(operator))),
                List.of(),
                List.of());
    }

    private static Graph graph(Subgraph main, Tensor more) {
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        tensors.add(more);
        return new Graph("", List.of(main.withTensors(tensors)), List.of(), List.of());
    }

    private static float[] numbers(int count, SplittableRandom random) {
        float[] numbers = new float[count];
        for (int place = 0; place < count; place++) {
            numbers[place] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
