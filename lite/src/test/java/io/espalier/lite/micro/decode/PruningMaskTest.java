// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import static io.espalier.lite.micro.decode.LookUpTableTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Longs;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningMaskTest {
    @Test
    void aMaskHasABitForEachElementAndTheValuesThatAreLeft() {
        Tensor tensor = bytes(Ints.of(9), 5, 0, 0, -3, 0, 0, 0, 7, 1);

        PruningMask mask = mask(tensor);

        assertThat(hex(mask.mask())).isEqualTo("91 80");
        assertThat(hex(mask.values())).isEqualTo("05 FD 07 01");
        assertThat(hex(DecodeHeader.of(mask))).isEqualTo("02 01 00 00 01 00 00 00 00 00 00 00 00 00 00 00 05 FD 07 01");
        assertRoundTrip(tensor, mask);
    }

    /** As TFLite Micro's kernel has it: a zero point stands for zero, and of int8 each channel has its own. */
    @Test
    void whatIsLeftOutIsTheZeroPointOfTheChannel() {
        Quantization quantization =
                new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.of(1f, 2f), Longs.of(3, -4), 0, null);
        Tensor tensor = bytes(Ints.of(2, 3), 3, 0, -4, 3, -4, 0).withQuantization(quantization);

        PruningMask mask = mask(tensor);

        assertThat(hex(mask.mask())).isEqualTo("74");
        assertThat(hex(mask.values())).isEqualTo("00 FC 03 00");
        assertRoundTrip(tensor, mask);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "INT8", "INT16", "INT32", "INT64", "BOOL"})
    void everyTypeIsDecodedToIdenticalBits(TensorType type) {
        SplittableRandom random = new SplittableRandom(7);
        for (int axis : List.of(-1, 0, 3)) {
            long[] values =
                    random.longs(60, 0, 4).map(value -> value == 3 ? 1 : 0).toArray();
            if (type == TensorType.FLOAT32) {
                values[0] = Float.floatToRawIntBits(-0f);
            }
            Tensor tensor = Tensor.constant("w", type, Ints.of(3, 2, 2, 5), Elements.of(type, values))
                    .withQuantization(
                            axis < 0
                                    ? Quantization.NONE
                                    : Quantization.perChannel(Floats.of(new float[axis == 0 ? 3 : 5]), axis));

            assertRoundTrip(tensor, mask(tensor));
        }
    }

    /** The kernel refuses it. */
    @Test
    void aZeroPointOfAnotherTypeThanInt8IsLeftAlone() {
        Tensor tensor = Tensor.constant("w", TensorType.INT16, Ints.of(1), Buffer.ofShorts((short) 1))
                .withQuantization(Quantization.perTensor(1f, 5));

        assertThat(PruningMask.of(tensor, new Channels(1, 1, false))).isEmpty();
    }

    @Test
    void damagedMasksAreRefused() {
        Tensor tensor = bytes(Ints.of(2), 1, 1);
        Channels channels = new Channels(1, 2, false);

        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> new PruningMask(Buffer.EMPTY, Buffer.EMPTY).decoded(tensor, channels))
                .withMessage("A pruning mask has a mask of 0 bytes for 2 elements");
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> new PruningMask(Buffer.ofBytes((byte) 0xC0), Buffer.ofBytes((byte) 1))
                        .decoded(tensor, channels))
                .withMessage("A pruning mask has more bits set than its 1 values");
    }

    private static void assertRoundTrip(Tensor tensor, PruningMask mask) {
        assertThat(mask.decoded(tensor, Channels.of(tensor).orElseThrow())).isEqualTo(tensor.buffer());
    }

    private static PruningMask mask(Tensor tensor) {
        return PruningMask.of(tensor, Channels.of(tensor).orElseThrow()).orElseThrow();
    }

    private static Tensor bytes(Ints shape, int... data) {
        byte[] bytes = new byte[data.length];
        for (int index = 0; index < data.length; index++) {
            bytes[index] = (byte) data[index];
        }
        return Tensor.constant("w", TensorType.INT8, shape, Buffer.ofBytes(bytes));
    }
}
