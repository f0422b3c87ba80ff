// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import org.junit.jupiter.api.Test;

class WeightValuesTest {
    @Test
    void bothZerosOfFloatsAreOneValue() {
        Tensor weights = Tensor.constant(
                "w", TensorType.FLOAT32, Ints.of(2, 3), Buffer.ofFloats(0f, -0f, 1.5f, 1.5f, -1.5f, 2f));

        assertThat(WeightValues.of(weights)).contains(new WeightValues(6, 2, 4));
    }

    @Test
    void zerosOfQuantizedWeightsAreTheirZeroPoints() {
        Tensor weights = Tensor.constant(
                        "w", TensorType.INT8, Ints.of(2, 2), Buffer.ofBytes((byte) -3, (byte) 0, (byte) -3, (byte) 7))
                .withQuantization(Quantization.perTensor(0.5f, -3));

        assertThat(WeightValues.of(weights)).contains(new WeightValues(4, 2, 3));
    }

    @Test
    void halvesAreCountedByTheirBits() {
        Tensor weights = Tensor.constant(
                "w", TensorType.FLOAT16, Ints.of(1, 3), Buffer.ofShorts((short) 0, (short) 0x8000, (short) 0x3C00));

        assertThat(WeightValues.of(weights)).contains(new WeightValues(3, 2, 2));
    }

    @Test
    void vectorsAndShapesAreNoWeights() {
        Tensor bias = Tensor.constant("b", TensorType.FLOAT32, Ints.of(2), Buffer.ofFloats(1f, 2f));
        Tensor paddings = Tensor.constant("p", TensorType.INT32, Ints.of(1, 2), Buffer.ofInts(1, 1));

        assertThat(WeightValues.of(bias)).isEmpty();
        assertThat(WeightValues.of(paddings)).isEmpty();
    }
}
