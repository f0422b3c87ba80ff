// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    @TempDir
    Path folder;

    // Files and numbers: README.md beside them.
    @ParameterizedTest
    @CsvSource({
        "b1, INT32, 1 0 1 0 1 1",
        "u1, UINT8, 1 2 3 250 5 127",
        "i1, INT32, 1 2 3 -4 5 127",
        "little-u2, INT32, 1 2 3 250 5 127",
        "little-i2, INT32, 1 2 3 -4 5 127",
        "little-i4, INT32, 1 2 3 -4 5 127",
        "big-i4, INT32, 1 2 3 -4 5 127",
        "little-u4, INT64, 1 2 3 250 5 127",
        "little-f2, FLOAT32, 1 2 3 -4 5 127",
        "big-f2, FLOAT32, 1 2 3 -4 5 127",
        "little-i8, INT64, 1 2 3 -4 5 127",
        "big-i8, INT64, 1 2 3 -4 5 127",
        "little-f4, FLOAT32, 1 2 3 -4 5 127",
        "big-f4, FLOAT32, 1 2 3 -4 5 127",
        "little-f8, FLOAT32, 1 2 3 -4 5 127",
        "big-f8, FLOAT32, 1 2 3 -4 5 127",
        "version2, INT32, 1 2 3 -4 5 127",
        "version3, INT32, 1 2 3 -4 5 127"
    })
    void readsWhatNumpyWroteAtOnceAndRowByRow(String name, ElementType type, String numbers) throws IOException {
        double[] expected = Arrays.stream(numbers.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        Path file = NumpyFiles.copy(name + ".npy", folder);

        NumericArray array = NpyFile.read(file);
        Rows rows = NpyFile.rows(file);

        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(numbers(array.type(), array.data())).containsExactly(expected);
        assertThat(rows.spec()).isEqualTo(new ElementSpec(type, List.of(3)));
        assertThat(numbers(type, readAll(rows))).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {">i4", "<i4"})
    void rowsOfALargeFileAreReadInAnyOrder(String type) throws IOException {
        int rows = 3_000;
        int columns = 200;
        byte[] file = NumpyFiles.npy(
                "{'descr': '" + type + "', 'fortran_order': False, 'shape': (3000, 200), }", 4 * rows * columns);
        ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer numbers = ByteBuffer.wrap(file).order(order).position(file.length - 4 * rows * columns);
        IntStream.range(0, rows * columns).forEach(numbers::putInt);
        Rows read = NpyFile.rows(Files.write(folder.resolve("large.npy"), file));

        ByteBuffer all = readAll(read);
        ByteBuffer picked = ByteBuffer.allocate(3 * 800).order(ByteOrder.nativeOrder());
        read.read(new int[] {2_999, 7, 8}, 0, 3, picked);

        int[] found = new int[rows * columns];
        all.asIntBuffer().get(found);
        assertThat(found).isEqualTo(IntStream.range(0, rows * columns).toArray());
        assertThat(picked.getInt(0)).isEqualTo(2_999 * columns);
        assertThat(picked.getInt(800)).isEqualTo(7 * columns);
        assertThat(picked.getInt(1_600)).isEqualTo(8 * columns);
    }

    @Test
    void anExampleWithANumberThatIsNotFiniteIsRefusedWhenItIsRead() throws IOException {
        byte[] file = NumpyFiles.npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", 48);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 8, 1e300);
        Rows rows = NpyFile.rows(Files.write(folder.resolve("huge.npy"), file));
        ByteBuffer room = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());

        rows.read(new int[] {0, 1}, 0, 2, room);

        assertThatThrownBy(() -> rows.read(new int[] {0, 2}, 0, 2, room.clear()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("huge.npy: example 2 has Infinity as element 1 of its shape [2]");
    }

    @Test
    void aFileThatShrinksMeanwhileIsRefused() throws IOException {
        Path file = NumpyFiles.copy("big-f8.npy", folder);
        Rows rows = NpyFile.rows(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 140));

        assertThatThrownBy(() -> readAll(rows))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("the file became shorter after it was opened");
    }

    @ParameterizedTest
    @CsvSource({
        "fortran, 'Fortran order; convert it with numpy.ascontiguousarray'",
        "strings, 'contains text, but numbers are expected here'",
        "records, 'a structured array'"
    })
    void whatCannotBeReadIsRefusedWithTheReason(String name, String reason) throws IOException {
        Path file = NumpyFiles.copy(name + ".npy", folder);

        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"little-U", "big-U", "bytes-S"})
    void readsTextThatNumpyWrote(String name) throws IOException {
        StoredArray array = NpyFile.readAny(NumpyFiles.copy(name + ".npy", folder));

        assertThat(array).isEqualTo(new TextArray(List.of(2, 3), List.of("up", "", "größer", "a b", "😀!", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"little-U", "big-U", "bytes-S"})
    void textCutShortIsRefused(String name) throws IOException {
        byte[] whole = NumpyFiles.read(name + ".npy");

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyFile.readAny(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"<U1, UTF-32LE", "|S4, UTF-8"})
    void bytesThatAreNoTextAreRefusedWithTheirPlace(String type, String charset) throws IOException {
        byte[] file = NumpyFiles.npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }\n", 8);
        Arrays.fill(file, file.length - 4, file.length, (byte) 0xff);
        Path damaged = Files.write(folder.resolve("damaged.npy"), file);

        assertThatThrownBy(() -> NpyFile.readAny(damaged))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("damaged.npy: string 1 is not valid " + charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'<U999999999', 'shape': (2,)", "'|S0', 'shape': (2000000000, 2)", "'|S8', 'shape': (5,)"})
    void absurdTextAllocatesNothing(String typeAndShape) throws IOException {
        String header = "{'fortran_order': False, 'descr': " + typeAndShape + ", }\n";
        Path file = Files.write(folder.resolve("absurd.npy"), NumpyFiles.npy(header, 16));

        assertThatThrownBy(() -> NpyFile.readAny(file)).isInstanceOf(DataFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(99999999999999999999,)",
                "(4000000000,)",
                "(2000000000, 2000000000)",
                "(2000000000, 2000000000, 2000000000)",
                "(0, 2000000000, 2000000000)",
                "(1000000000,)",
                "(3)",
                "(5,)",
                "nonsense"
            })
    void absurdShapesAllocateNothing(String shape) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        Path file = Files.write(folder.resolve("absurd.npy"), NumpyFiles.npy(header, 16));

        assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> NpyFile.rows(file)).isInstanceOf(DataFormatException.class);
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        byte[] whole = NumpyFiles.read("little-f8.npy");

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyFile.read(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
            assertThatThrownBy(() -> NpyFile.rows(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void corruptedBytesAreReadOrRefusedButNothingElse() throws IOException {
        byte[] whole = NumpyFiles.read("little-i4.npy");
        Random random = new Random(11);
        int refused = 0;
        for (int trial = 0; trial < 600; trial++) {
            byte[] corrupt = whole.clone();
            int place = random.nextInt(80);
            corrupt[place] = (byte) random.nextInt(256);
            Path file = Files.write(folder.resolve("corrupt.npy"), corrupt);
            try {
                NpyFile.read(file);
                NpyFile.rows(file);
            } catch (DataFormatException expected) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed 11, trial " + trial + ", byte " + place, e);
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    private static ByteBuffer readAll(Rows rows) {
        ByteBuffer target =
                ByteBuffer.allocateDirect(rows.size() * rows.spec().bytes()).order(ByteOrder.nativeOrder());
        int[] all = IntStream.range(0, rows.size()).toArray();
        rows.read(all, 0, all.length, target);
        return target.flip();
    }

    private static double[] numbers(ElementType type, ByteBuffer data) {
        double[] numbers = new double[data.limit() / type.bytes()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case UINT8 -> Byte.toUnsignedInt(data.get(i));
                case INT32 -> data.getInt(4 * i);
                case INT64 -> data.getLong(8 * i);
                case FLOAT32 -> data.getFloat(4 * i);
            };
        }
        return numbers;
    }
}
