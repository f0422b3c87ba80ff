// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
     * The rows of a file that stay there, so that an array larger than memory can be used; the file must not change meanwhile.
     *
     * @throws DataFormatException if it is no npy file, of an unsupported type or order, cut short, or a scalar
     * @throws UncheckedIOException if it cannot be read
     */
    public static Rows rows(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.read(stream, file.toString());
            header.array().requireLength(Files.size(file) - header.length(), file.toString());
            return new FileRows(file, header.length(), header.array());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
