// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
    private static final byte[] TWO_BY_THREE = bytes("00000802 00000002 00000003 010203fdfeff");

    @TempDir
    Path folder;

    @Test
    void readsPlainAndGzip() throws IOException {
        Path plain = Files.write(folder.resolve("plain"), TWO_BY_THREE);
        Path compressed = Files.write(folder.resolve("compressed"), gzip(TWO_BY_THREE));

        assertThat(IdxFile.read(plain).shape()).containsExactly(2, 3);
        assertThat(IdxFile.read(compressed)).isEqualTo(IdxFile.read(plain));
        assertThat(IdxFile.read(plain).data()).isEqualTo(ByteBuffer.wrap(bytes("010203fdfeff")));
        assertThat(IdxFile.read(plain).data().isDirect()).isTrue();
    }

    // Type codes: the end of the MNIST page.
    @ParameterizedTest
    @CsvSource({
        "00000901 00000002 ff7f,             INT32,   -1.0, 127.0",
        "00000b01 00000002 fffe 0100,        INT32,   -2.0, 256.0",
        "00000c01 00000002 ffffffff 00010000, INT32,  -1.0, 65536.0",
        "00000d01 00000002 3f800000 c0200000, FLOAT32, 1.0, -2.5",
        "00000e01 00000002 3ff0000000000000 c004000000000000, FLOAT32, 1.0, -2.5"
    })
    void readsEveryTypeOfNumber(String content, ElementType type, double first, double second) {
        NumericArray array = IdxFile.parse(ByteBuffer.wrap(bytes(content)), "test");

        assertThat(array.type()).isEqualTo(type);
        ByteBuffer data = array.data();
        double[] numbers = type == ElementType.INT32
                ? new double[] {data.getInt(0), data.getInt(4)}
                : new double[] {data.getFloat(0), data.getFloat(4)};
        assertThat(numbers).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "504b0304 00000000", // a zip
                "00000703 00000001", // no such type
                "000008ff 00000001", // 255 dimensions
                "00000803 7fffffff 7fffffff 7fffffff", // absurdly large
                "00000803 00000000 7fffffff 7fffffff", // empty, but of absurd rows
                "00000801 ffffffff 00", // negative
                "00000802 00000001", // cut within the header
                "00000801 00000001 0000", // one byte too many
                ""
            })
    void whatIsNoIdxFileIsRefusedWithItsName(String content) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes(content));

        assertThatThrownBy(() -> IdxFile.read(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> IdxFile.parse(ByteBuffer.wrap(bytes(content)), "bad"))
                .isInstanceOf(DataFormatException.class);
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        byte[] compressed = gzip(TWO_BY_THREE);

        for (int length = 0; length < TWO_BY_THREE.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(TWO_BY_THREE, length));
            assertThatThrownBy(() -> IdxFile.read(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
        }
        for (int length = 2; length < compressed.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(compressed, length));
            assertThatThrownBy(() -> IdxFile.read(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
        }
    }

    /** Jazzer found it: the product of the first two is beyond an int. */
    @Test
    void anEmptyArrayMayHaveOtherDimensionsOfAnySize() throws IOException {
        byte[] empty = {0, 0, 8, 3, 2, 0, 2, 0, 1, 32, 0, 29, 0, 0, 0, 0};

        NumericArray array = IdxFile.read(Files.write(folder.resolve("empty"), empty));

        assertThat(array.shape()).containsExactly(33554944, 18874397, 0);
        assertThat(array.data().limit()).isZero();
    }

    @Test
    void corruptedBytesAreReadOrRefusedButNothingElse() throws IOException {
        byte[] compressed = gzip(TWO_BY_THREE);
        Random random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 600; trial++) {
            byte[] corrupt = (trial % 2 == 0 ? TWO_BY_THREE : compressed).clone();
            int place = random.nextInt(corrupt.length);
            corrupt[place] = (byte) random.nextInt(256);
            Path file = Files.write(folder.resolve("corrupt"), corrupt);
            try {
                IdxFile.read(file);
            } catch (DataFormatException expected) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed 7, trial " + trial + ", byte " + place, e);
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UINT8", "INT32", "FLOAT32"})
    void whatIsWrittenIsReadBack(ElementType type) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(6 * type.bytes()).order(ByteOrder.nativeOrder());
        new Random(3).ints(6).forEach(number -> {
            switch (type) {
                case UINT8 -> numbers.put((byte) number);
                case FLOAT32 -> numbers.putFloat(number);
                case INT32, INT64 -> numbers.putInt(number);
            }
        });
        NumericArray array = new NumericArray(type, List.of(3, 2), numbers.flip());

        Path file = folder.resolve("written");
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            IdxFile.write(array, channel);
        }

        assertThat(IdxFile.read(file)).isEqualTo(array);
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(content);
        }
        return compressed.toByteArray();
    }
}
