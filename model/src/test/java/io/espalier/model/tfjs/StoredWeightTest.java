// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tfjs.StoredWeight.AffineScale;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredWeightTest {
    @ParameterizedTest
    @EnumSource(
            value = WeightStorage.Type.class,
            names = {"UINT8", "UINT16"})
    void zerosStayZeroAndOthersAreWithinHalfAStep(WeightStorage.Type type) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? 0 : (float) random.nextDouble(-0.3, 1.7);
        }

        StoredWeight stored = stored(type, values);
        float[] read = read(stored);

        double step = stored.scale().orElseThrow().scale();
        for (int i = 0; i < values.length; i++) {
            assertThat(read[i]).isCloseTo(values[i], org.assertj.core.data.Offset.offset((float) (0.51 * step)));
            if (values[i] == 0) {
                assertThat(read[i]).isZero();
            }
        }
    }

    @Test
    void prunedAndClusteredWeightsOnAGridAreStoredExactly() {
        float[] values = new float[2000];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-5, 11) * 0.0371f;
        }

        StoredWeight stored = stored(WeightStorage.Type.UINT8, values);

        assertThat(stored.isExact()).isTrue();
        assertThat(read(stored)).containsExactly(values);
    }

    @Test
    void twoValuesAreAlwaysExactAndOneValueToo() {
        assertThat(read(stored(WeightStorage.Type.UINT8, 0.1f, 0.7f, 0.1f))).containsExactly(0.1f, 0.7f, 0.1f);
        assertThat(read(stored(WeightStorage.Type.UINT8, -0.3f, -0.3f))).containsExactly(-0.3f, -0.3f);
        assertThat(read(stored(WeightStorage.Type.UINT8, 0, -0.123f, 0))).containsExactly(0, -0.123f, 0);
    }

    @Test
    void clustersThatFitNoGridSayHowFarTheyAreOff() {
        StoredWeight stored = stored(WeightStorage.Type.UINT8, -0.731f, 0, 0.137f, 0.294f, 1.011f);

        assertThat(stored.isExact()).isFalse();
        assertThat(stored.largestError()).isBetween(1e-6, 0.004);
        assertThat(read(stored)[1]).isZero();
    }

    @Test
    void numbersThatATypeCannotHoldAreRefusedByName() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> stored(WeightStorage.Type.UINT8, 1, Float.NaN))
                .withMessageContaining("weight 'w' has numbers that are not finite");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> stored(WeightStorage.Type.FLOAT16, 1, 70_000))
                .withMessageContaining("weight 'w' has the number 70000.0");
    }

    private static StoredWeight stored(WeightStorage.Type type, float... values) {
        return StoredWeight.of("w", Tensor.of(Shape.of(values.length), values), type);
    }

    /** As TensorFlow.js does it. */
    private static float[] read(StoredWeight stored) {
        ByteBuffer bytes = ByteBuffer.allocate(stored.bytes());
        stored.write(bytes);
        AffineScale scale = stored.scale().orElseThrow();
        return new NamedWeight(
                        Path.of("model.json"),
                        "w",
                        stored.value().shape(),
                        "float32",
                        Optional.of(new NamedWeight.Quantization(stored.type().id(), scale.scale(), scale.min())),
                        Optional.empty(),
                        bytes.flip())
                .floats()
                .toArray();
    }
}
