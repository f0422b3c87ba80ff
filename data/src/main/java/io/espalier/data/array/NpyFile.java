// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * NumPy's format for one array, versions 1, 2 and 3, in C order and either byte order. See <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 *
 * <p>bool and uint8 become UINT8; int8, int16, uint16 and int32 INT32; int64 INT64; float32 and float64 FLOAT32.
 */
public final class NpyFile {
    private NpyFile() {}

    /**
     * Reads a whole file into memory.
     *
     * @throws DataFormatException if it is no npy file, of an unsupported type or order, cut short, or too large
     * @throws UncheckedIOException if it cannot be read
     */
    public static NumericArray read(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(stream, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a stream to its end; {@code where} names it in messages. */
    static NumericArray read(InputStream stream, String where) throws IOException {
        return NpyHeader.read(stream, where).array().read(stream, where);
    }

    /**
     * Maps a file's rows, so that an array larger than memory can be read; the file must stay as it is meanwhile.
     *
     * @throws DataFormatException if it is no npy file, of an unsupported type or order, cut short, or a scalar
     * @throws UncheckedIOException if it cannot be read
     */
    public static Rows map(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            NpyHeader header;
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
                header = NpyHeader.read(stream, file.toString());
            }
            header.array().requireLength(channel.size() - header.length(), file.toString());
            return MappedRows.map(channel, header.length(), header.array(), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
