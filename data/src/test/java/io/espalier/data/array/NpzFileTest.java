// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsWhatNumpyWrote(String name) throws IOException {
        try (NpzFile npz = NpzFile.open(NumpyFiles.copy(name, folder))) {
            assertThat(npz.names()).containsExactly("x_train", "y_train", "x_test", "y_test");
            assertThat(npz.read("x_train").shape()).containsExactly(3, 2, 2);
            assertThat(npz.read("x_train").data().get(11)).isEqualTo((byte) 11);
            assertThat(npz.read("y_train").type()).isEqualTo(ElementType.INT64);
            assertThat(npz.read("y_train").data().getLong(8)).isEqualTo(2);
        }
    }

    @Test
    void aMissingArrayIsNamedWithThoseThatAreThere() throws IOException {
        try (NpzFile npz = NpzFile.open(NumpyFiles.copy("stored.npz", folder))) {
            assertThatThrownBy(() -> npz.read("z"))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("has no array z; found [x_train, y_train, x_test, y_test]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void aFileCutShortIsRefused(String name) throws IOException {
        byte[] whole = NumpyFiles.read(name);
        for (int length = 0; length < whole.length; length += 3) {
            Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> readAll(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void corruptedBytesAreReadOrRefusedButNothingElse(String name) throws IOException {
        byte[] whole = NumpyFiles.read(name);
        Random random = new Random(13);
        int refused = 0;
        for (int trial = 0; trial < 500; trial++) {
            byte[] corrupt = whole.clone();
            int place = random.nextInt(corrupt.length);
            corrupt[place] = (byte) random.nextInt(256);
            Path file = Files.write(folder.resolve("corrupt.npz"), corrupt);
            try {
                readAll(file);
            } catch (DataFormatException expected) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed 13, trial " + trial + ", byte " + place, e);
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /** Jazzer found it: the entries of the directory do not follow each other, and Java decodes what then is a name when it is asked for. */
    @Test
    void aNameThatIsNoTextIsRefused() throws IOException {
        String directory =
                "504b010208001400080808000000218097f1034e8b00000086000000050000000900000000000000000000000000"
                        + "782e6e7079555405000100a6ce12504b0102140014000808080000002100e06a510595000000900000000500090000000000"
                        + "000000000200c7000000792e6e7079555405005a00a6ce12504b0506000000000200020078000000000000000000";
        Path file = Files.write(folder.resolve("name.npz"), HexFormat.of().parseHex(directory));

        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("name.npz: not an npz file, or truncated");
    }

    private static void readAll(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            npz.names().forEach(npz::read);
        }
    }
}
