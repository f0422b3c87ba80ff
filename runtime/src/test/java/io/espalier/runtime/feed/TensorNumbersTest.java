// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.TensorInfo.Quantization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorNumbersTest {
    /** Worked by hand from TFLite's quantization specification: round half away from zero, add the zero point, clamp. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5, -128, -128",
        "127.5, 0.5, -128, 127",
        "1000, 0.5, -128, 127",
        "-1000, 0.5, 0, -128",
        "0.25, 0.5, 0, 1",
        "-0.25, 0.5, 0, -1",
        "0.2, 0.5, 3, 3",
        "-0.75, 0.5, 0, -2",
        "1.25, 0.5, 0, 3"
    })
    void quantizingRoundsHalvesAwayFromZeroAndClamps(float real, float scale, int zeroPoint, int stored) {
        assertThat(new Quantization(scale, zeroPoint).quantize(real, -128, 127)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 1, '-1.5 0 10 1000'", "UINT8, 3, 1, '-1.5 0 10 126'",
        "INT16, 0, 2, '-16384 -0.5 0 16383.5'", "INT32, 0, 4, '-100000.5 0 0.5 7'"
    })
    void whatIsWrittenIsReadBackWithinTheTypesRange(String type, int zeroPoint, int bytes, String values) {
        TensorNumbers numbers =
                TensorNumbers.of("m", tensor(TensorType.valueOf(type), Optional.of(new Quantization(0.5f, zeroPoint))));
        float[] real = reals(values);
        ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());

        numbers.write(real, real.length, buffer);
        float[] back = new float[real.length];
        numbers.read(buffer.flip(), back);

        assertThat(buffer.limit()).isEqualTo(bytes * real.length);
        float highest = type.equals("INT8") ? 0.5f * (127 - zeroPoint) : Float.MAX_VALUE;
        float lowest = type.equals("INT8") ? 0 : -Float.MAX_VALUE;
        for (int i = 0; i < real.length; i++) {
            assertThat(back[i]).isEqualTo(Math.max(lowest, Math.min(highest, real[i])));
        }
    }

    @Test
    void plainIntegersAreRounded() {
        TensorNumbers numbers = TensorNumbers.of("m", tensor(TensorType.INT64, Optional.empty()));
        ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());

        numbers.write(new float[] {2.7f, -3f}, 2, buffer);

        assertThat(buffer.flip().getLong()).isEqualTo(3);
        assertThat(buffer.getLong()).isEqualTo(-3);
    }

    @Test
    void aTensorOfTextIsRefusedByName() {
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> TensorNumbers.of("m.tflite", tensor(TensorType.STRING, Optional.empty())))
                .withMessageContainingAll("m.tflite", "'t'", "STRING");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "Infinity"})
    void aScaleThatIsNoPositiveNumberIsRefused(float scale) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Quantization(scale, 0));
    }

    private static TensorInfo tensor(TensorType type, Optional<Quantization> quantization) {
        return new TensorInfo(0, "t", type, List.of(4), List.of(), quantization);
    }

    private static float[] reals(String values) {
        String[] words = values.split(" ", -1);
        float[] reals = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            reals[i] = Float.parseFloat(words[i]);
        }
        return reals;
    }
}
