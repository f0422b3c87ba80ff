// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    private static final WeightEncodings WEIGHTS =
            new WeightEncodings(new Subgraph("", List.of(), Ints.EMPTY, Ints.EMPTY, List.of()), IntegerOptions.INT8);

    /** TFLite's quantization_utils_test.cc: asymmetric int8. */
    @ParameterizedTest
    @CsvSource({
        "1, 6, 0.023529412, -128",
        "-6, -1, 0.023529412, 127",
        "-128, 127, 1, 0",
        "0, 0, 3.9215686e-9, -1",
        "-10, 30, 0.15686275, -64",
        "3e-9, 3e-9, 3.9215686e-9, -1"
    })
    void aRangeIsExtendedToZeroAndNeverEmpty(float min, float max, float scale, long zeroPoint) {
        Quantization quantization = TensorEncoding.ofRange(new ValueRange(min, max), ActivationType.INT8)
                .quantization();

        assertThat(quantization.scales().get(0)).isCloseTo(scale, within(scale * 1e-6f));
        assertThat(quantization.zeroPoints().get(0)).isEqualTo(zeroPoint);
    }

    @Test
    void sixteenBitActivationsAreSymmetric() {
        assertThat(TensorEncoding.ofRange(new ValueRange(-0.5f, 2), ActivationType.INT16))
                .isEqualTo(new TensorEncoding(TensorType.INT16, Quantization.perTensor(2f / 32767, 0)));
    }

    /** TFLite's quantization_utils_test.cc: SymmetricPerChannel, channel dimension 0. */
    @Test
    void weightsAreSymmetricInEachChannel() {
        Tensor weights =
                floats(Ints.of(3, 8), 3, 2, 5, -2, 3, 2, 5, -2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, -1, -2, -3, -4, -5, -6);

        TensorEncoding form =
                WEIGHTS.ofWeights(operator(BuiltinOperator.FULLY_CONNECTED), role(2, 0), weights, Optional.empty(), 1);

        assertThat(form.quantization().scales()).isEqualTo(Floats.of(5f / 127, 8f / 127, 6f / 127));
        assertThat(IntegerConstants.encode(weights, form).buffer().toBytes())
                .containsExactly(
                        76, 51, 127, -51, 76, 51, 127, -51, 16, 32, 48, 64, 79, 95, 111, 127, 21, 0, -21, -42, -64, -85,
                        -106, -127);
    }

    /** The same test, channel dimension 1. */
    @Test
    void channelsMayBeTheLastDimension() {
        Tensor weights =
                floats(Ints.of(3, 8), 3, 2, 5, -2, 3, 2, 5, -2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, -1, -2, -3, -4, -5, -6);

        TensorEncoding form = WEIGHTS.ofWeights(
                operator(BuiltinOperator.DEPTHWISE_CONV_2D), role(2, 1), weights, Optional.empty(), 1);

        assertThat(IntegerConstants.encode(weights, form).buffer().toBytes())
                .containsExactly(
                        127, 127, 127, -64, 76, 42, 91, -32, 42, 127, 76, 127, 127, 127, 127, 127, 42, 0, -25, -64, -76,
                        -85, -91, -95);
    }

    /** From MLPerf Tiny's ResNet8, whose published int8 file has 50 here; by the inverse of the rounded scale it would be 49. */
    @Test
    void theInverseOfAScaleIsRoundedOnce() {
        Tensor weights = floats(Ints.of(1, 2), 1.2315829f, 0.4800264f);

        TensorEncoding form =
                WEIGHTS.ofWeights(operator(BuiltinOperator.FULLY_CONNECTED), role(2, 0), weights, Optional.empty(), 1);

        assertThat(IntegerConstants.encode(weights, form).buffer().toBytes()).containsExactly(127, 50);
    }

    @Test
    void aDeadChannelHasASmallScaleAndZeros() {
        Tensor weights = floats(Ints.of(2, 2), 0, 0, 1, -1);

        TensorEncoding form =
                WEIGHTS.ofWeights(operator(BuiltinOperator.FULLY_CONNECTED), role(2, 0), weights, Optional.empty(), 1);

        assertThat(form.quantization().scales().get(0)).isEqualTo((float) (0.5e-6 / 127));
        assertThat(IntegerConstants.encode(weights, form).buffer().toBytes()).containsExactly(0, 0, 127, -127);
    }

    /** TFLite's quantization_utils_test.cc: bias. */
    @Test
    void theScaleOfABiasIsTheProductOfThoseOfInputAndWeights() {
        TensorEncoding form = WEIGHTS.ofBias(
                new TensorEncoding(TensorType.INT8, Quantization.perChannel(Floats.of(0.5f, 1), 0)), 0.5f);

        assertThat(IntegerConstants.encode(floats(Ints.of(2), 4, 1), form)
                        .buffer()
                        .asInts())
                .isEqualTo(Buffer.ofInts(16, 2).asInts());
    }

    @Test
    void aLargeBiasMakesTheScaleOfItsWeightsLarger() {
        Tensor weights = floats(Ints.of(2, 1), 0, 1);
        Tensor bias = floats(Ints.of(2), -30, 0);

        TensorEncoding form = WEIGHTS.ofWeights(
                operator(BuiltinOperator.FULLY_CONNECTED), role(2, 0), weights, Optional.of(bias), 0.01f);

        Tensor stored = IntegerConstants.encode(bias, WEIGHTS.ofBias(form, 0.01f));
        assertThat(stored.buffer().asInts().get(0)).isBetween(-(1 << 30), -(1 << 30) + 1000);
        assertThat(form.quantization().scales().get(1)).isEqualTo(1f / 127);
    }

    @Test
    void constantsBeyondTheirFormAreAtItsEnds() {
        TensorEncoding form = new TensorEncoding(
                TensorType.INT8,
                new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.of(0.5f), Longs.of(-100), 0, null));

        assertThat(IntegerConstants.encode(floats(Ints.of(6), -1000, 0, 0.25f, 1000, -3.4e38f, 3.4e38f), form)
                        .buffer()
                        .toBytes())
                .containsExactly(-128, -100, -99, 127, -128, 127);
    }

    private static Operand.Weight role(int rank, int axis) {
        return (Operand.Weight) Operand.weightPerChannel(rank, axis);
    }

    private static Tensor floats(Ints shape, float... values) {
        return Tensor.constant("w", TensorType.FLOAT32, shape, Buffer.ofFloats(values));
    }

    private static Operator operator(BuiltinOperator kind) {
        return Operator.of(OperatorCode.of(kind, 1), Ints.EMPTY, Ints.EMPTY, Options.NONE);
    }
}
