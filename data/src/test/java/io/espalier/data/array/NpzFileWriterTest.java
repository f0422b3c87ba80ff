// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpzFileWriterTest {
    @TempDir
    private Path folder;

    private static NumericArray array(ElementType type, Integer... shape) {
        int elements = List.of(shape).stream().reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(elements * type.bytes());
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (37 * i + 11));
        }
        return new NumericArray(type, List.of(shape), bytes);
    }

    private Path write(NumericArray... arrays) throws IOException {
        Path file = folder.resolve("arrays.npz");
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(file))) {
            for (int i = 0; i < arrays.length; i++) {
                writer.write("folder/" + i, arrays[i]);
            }
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(ElementType type) throws IOException {
        NumericArray[] arrays = {array(type), array(type, 0), array(type, 5), array(type, 2, 3), array(type, 3000, 1, 2)
        };

        Path file = write(arrays);

        try (NpzFile read = NpzFile.open(file)) {
            assertThat(read.names()).containsExactly("folder/0", "folder/1", "folder/2", "folder/3", "folder/4");
            for (int i = 0; i < arrays.length; i++) {
                assertThat(read.read("folder/" + i)).isEqualTo(arrays[i]);
            }
        }
    }

    /** The header is that of numpy.save, so far as numpy.lib.format fixes it. */
    @Test
    void theHeaderIsNumpys() {
        byte[] header = NpyHeader.bytes(array(ElementType.FLOAT32, 3, 4));

        assertThat(header)
                .hasSize(128)
                .startsWith((byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0)
                .endsWith('\n');
        String order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        assertThat(new String(header, 10, 118, StandardCharsets.US_ASCII).strip())
                .isEqualTo("{'descr': '" + order + "f4', 'fortran_order': False, 'shape': (3, 4), }");
        assertThat(NpyHeader.bytes(array(ElementType.UINT8)).length % 64).isZero();
    }

    @Test
    void theSameArraysGiveTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(write(array(ElementType.INT64, 7)));

        assertThat(write(array(ElementType.INT64, 7))).hasBinaryContent(first);
    }
}
