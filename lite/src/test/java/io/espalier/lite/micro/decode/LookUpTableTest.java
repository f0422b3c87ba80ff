// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of TFLite Micro's lut_test.py and docs/compression.md. */
class LookUpTableTest {
    @ParameterizedTest
    @CsvSource({
        "4, 1 2 3 0, 12 30",
        "2, 0 1 2 3, 1B",
        "3, 0 1 2 3 4 5 6 7, 05 39 77",
        "1, 0 1 0 1 1 0 1 0, 5A",
        "3, 7 0 3 2, E1 A0"
    })
    void indicesArePackedWithTheHighestBitFirst(int bits, String indices, String packed) {
        int[] numbers = ints(indices);

        Buffer bytes = BitPacking.pack(numbers.length, bits, index -> numbers[index]);

        assertThat(hex(bytes)).isEqualTo(packed);
        for (int index = 0; index < numbers.length; index++) {
            assertThat(BitPacking.get(bytes, bits, index)).isEqualTo(numbers[index]);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "4, 2", "5, 3", "1, 1", "2, 1", "16, 4", "17, 5", "128, 7"})
    void anIndexHasAsManyBitsAsTheValuesNeed(int values, int bits) {
        byte[] data = new byte[values];
        for (int index = 0; index < values; index++) {
            data[index] = (byte) (index - 64);
        }

        LookUpTable table = table(bytes(Ints.of(values), data));

        assertThat(table.bits()).isEqualTo(bits);
        assertThat(table.stride()).isEqualTo(values);
    }

    @Test
    void eachChannelHasATableAndShorterOnesEndInZeros() {
        Tensor tensor = bytes(
                        Ints.of(2, 4), (byte) 2, (byte) 1, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 4)
                .withQuantization(Quantization.perChannel(Floats.of(0.1f, 0.2f), 0));

        LookUpTable table = table(tensor);

        assertThat(hex(table.values())).isEqualTo("01 02 00 03 04 05");
        assertThat(hex(table.indices())).isEqualTo("41 19");
        assertRoundTrip(tensor, table);
    }

    @Test
    void theChannelsOfADepthwiseConvolutionAreItsLastDimension() {
        Tensor tensor = bytes(Ints.of(1, 2, 1, 2), (byte) 1, (byte) 9, (byte) 2, (byte) 9)
                .withQuantization(Quantization.perChannel(Floats.of(0.1f, 0.2f), 3));

        LookUpTable table = table(tensor);

        assertThat(hex(table.values())).isEqualTo("01 02 09 00");
        assertThat(hex(table.indices())).isEqualTo("20");
        assertRoundTrip(tensor, table);
    }

    /** The example of docs/compression.md, whose table is in another order. */
    @Test
    void anyOrderOfValuesIsRead() {
        LookUpTable table = new LookUpTable(
                3,
                6,
                Buffer.ofBytes(HexFormat.of().parseHex("2DA9422C")),
                Buffer.ofShorts((short) 99, (short) 2, (short) 10, (short) 4, (short) 1, (short) 7));

        assertThat(table.decoded(TensorType.INT16, new Channels(1, 10, false)))
                .isEqualTo(Buffer.ofShorts(
                        (short) 2,
                        (short) 4,
                        (short) 4,
                        (short) 10,
                        (short) 1,
                        (short) 7,
                        (short) 99,
                        (short) 10,
                        (short) 2,
                        (short) 4));
    }

    @Test
    void tablesOfSeveralChannelsFollowEachOther() {
        LookUpTable table = new LookUpTable(
                3,
                5,
                BitPacking.pack(10, 3, index -> index % 5),
                Buffer.ofBytes(
                        (byte) 1, (byte) 10, (byte) 2, (byte) 4, (byte) 0, (byte) 99, (byte) 10, (byte) 2, (byte) 7,
                        (byte) 4));

        assertThat(hex(table.decoded(TensorType.INT8, new Channels(2, 10, false))))
                .isEqualTo("01 0A 02 04 00 63 0A 02 07 04");
    }

    @Test
    void theHeaderSaysTypeVersionWidthAndStride() {
        LookUpTable wide =
                new LookUpTable(4, 3, Buffer.ofBytes((byte) 0x12), Buffer.ofBytes((byte) 10, (byte) 20, (byte) 30));

        Buffer ancillary = DecodeHeader.of(wide);

        assertThat(hex(ancillary)).isEqualTo("00 01 00 00 01 04 03 00 00 00 00 00 00 00 00 00 0A 14 1E");
        assertThat(DecodeHeader.type(ancillary)).isEqualTo(DecodeHeader.LOOK_UP);
        assertThat(DecodeHeader.table(ancillary, wide.indices())).isEqualTo(wide);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "INT8", "INT16", "INT32", "INT64"})
    void everyTypeIsDecodedToIdenticalBits(TensorType type) {
        SplittableRandom random = new SplittableRandom(54);
        for (int axis : List.of(-1, 0, 3)) {
            long[] values = random.longs(60, -20, 20).toArray();
            if (type == TensorType.FLOAT32) {
                values[0] = Float.floatToRawIntBits(-0f);
                values[1] = Float.floatToRawIntBits(Float.NaN);
            }
            Tensor tensor = Tensor.constant("w", type, Ints.of(3, 2, 2, 5), Elements.of(type, values))
                    .withQuantization(
                            axis < 0
                                    ? Quantization.NONE
                                    : Quantization.perChannel(Floats.of(new float[axis == 0 ? 3 : 5]), axis));

            assertRoundTrip(tensor, table(tensor));
        }
    }

    @Test
    void tooManyValuesAreLeftAlone() {
        byte[] data = new byte[129];
        for (int index = 0; index < data.length; index++) {
            data[index] = (byte) index;
        }

        assertThat(LookUpTable.of(bytes(Ints.of(129), data), new Channels(1, 129, false)))
                .isEmpty();
    }

    @Test
    void damagedTablesAreRefused() {
        Channels channels = new Channels(1, 8, false);
        Buffer values = Buffer.ofBytes((byte) 1, (byte) 2);

        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() ->
                        new LookUpTable(2, 2, Buffer.ofBytes((byte) 0), values).decoded(TensorType.INT8, channels))
                .withMessage("A look-up table has 1 bytes of indices for 8 elements of 2 bits");
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() ->
                        new LookUpTable(1, 3, Buffer.ofBytes((byte) 0), values).decoded(TensorType.INT8, channels))
                .withMessage("A look-up table has 2 values for 1 tables of 3");
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> new LookUpTable(2, 2, Buffer.ofBytes((byte) 0x30, (byte) 0), values)
                        .decoded(TensorType.INT8, channels))
                .withMessage("A look-up table has index 3 of element 1 in a table of 2");
    }

    private static void assertRoundTrip(Tensor tensor, LookUpTable table) {
        assertThat(table.decoded(tensor.type(), Channels.of(tensor).orElseThrow()))
                .isEqualTo(tensor.buffer());
    }

    private static LookUpTable table(Tensor tensor) {
        return LookUpTable.of(tensor, Channels.of(tensor).orElseThrow()).orElseThrow();
    }

    private static Tensor bytes(Ints shape, byte... data) {
        return Tensor.constant("w", TensorType.INT8, shape, Buffer.ofBytes(data));
    }

    private static int[] ints(String text) {
        return Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    static String hex(Buffer bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes.toBytes());
    }
}
