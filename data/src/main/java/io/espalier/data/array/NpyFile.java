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
 * Reads .npy files, NumPy's format for one array: versions 1, 2 and 3, C order, either byte order.
 *
 * <p>Types of numbers are converted: uint8 to UINT8; bool, int8, int16, uint16 and int32 to INT32; uint32 and int64 to INT64; float16, float32
 * and float64 to FLOAT32. Arrays of
 * strings ({@code <U} of characters, {@code S} of bytes in UTF-8) are read by {@link #readAny} alone.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class NpyFile {
    private NpyFile() {}

    /**
     * Reads a whole file of numbers into memory.
     *
     * @throws DataFormatException if it is not an .npy file, its type or order is not supported, it is cut short, or too large for memory
     * @throws UncheckedIOException if it cannot be read
     */
    public static NumericArray read(Path file) {
        return read(file, NpyFile::read);
    }

    /**
     * Reads a whole file of numbers or text into memory.
     *
     * @throws DataFormatException as {@link #read}, or if strings of bytes are not UTF-8
     * @throws UncheckedIOException if it cannot be read
     */
    public static StoredArray readAny(Path file) {
        return read(file, NpyFile::readAny);
    }

    private static <A> A read(Path file, Content<A> content) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return content.read(stream, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads numbers to the end of a stream. {@code where} is its name in messages. */
    static NumericArray read(InputStream stream, String where) throws IOException {
        return NpyHeader.read(stream, where).numbers(where).read(stream, where);
    }

    /** Reads numbers or text to the end of a stream. */
    static StoredArray readAny(InputStream stream, String where) throws IOException {
        NpyHeader header = NpyHeader.read(stream, where);
        return header.isText()
                ? header.text(where).read(stream, where)
                : header.numbers(where).read(stream, where);
    }

    /** What is read from a stream to its end. */
    @FunctionalInterface
    interface Content<A> {
        A read(InputStream stream, String where) throws IOException;
    }

    /**
     * Opens a file as a data set without labels, one row per example. Rows are read on demand, so the file may be larger than memory; it must
     * not change meanwhile.
     *
     * @throws DataFormatException if it is not an .npy file, its type or order is not supported, it is cut short, or it holds a scalar
     * @throws UncheckedIOException if it cannot be read
     */
    public static ArrayDataset open(Path file) {
        return ArrayDataset.unlabelled(file.toString(), rows(file));
    }

    /** The rows of a file, read on demand. */
    static Rows rows(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.read(stream, file.toString());
            ArrayHeader numbers = header.numbers(file.toString());
            numbers.requireLength(Files.size(file) - header.length(), file.toString());
            return new FileRows(file, header.length(), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
