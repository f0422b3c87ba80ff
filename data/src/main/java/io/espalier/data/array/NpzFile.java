// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * An .npz file: a zip archive of .npy files, stored or deflated, as {@code numpy.savez} and {@code savez_compressed} write it.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class NpzFile implements AutoCloseable {
    private static final String ENDING = ".npy";

    private final Path path;
    private final ZipFile zip;
    private final List<String> names;

    private NpzFile(Path path, ZipFile zip, List<String> names) {
        this.path = path;
        this.zip = zip;
        this.names = names;
    }

    /**
     * Opens a file. {@link #read} reads the arrays on demand.
     *
     * @throws DataFormatException if the file is not a zip archive, or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static NpzFile open(Path path) {
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                return new NpzFile(path, zip, names(zip));
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
            // an illegal argument is a name that is no text in UTF-8
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new DataFormatException(path + ": not an npz file, or truncated: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads all arrays of a file, numbers and text, by name and in file order.
     *
     * @throws DataFormatException if the file is not a zip archive, or an array is damaged or of a type that is not supported
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Map<String, StoredArray> readAll(Path path) {
        try (NpzFile npz = open(path)) {
            Map<String, StoredArray> arrays = new LinkedHashMap<>();
            npz.names().forEach(name -> arrays.put(name, npz.readAny(name)));
            return arrays;
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .toList();
    }

    /** The names of the arrays, in file order. */
    public List<String> names() {
        return names;
    }

    /**
     * The name of the array that an input gets.
     *
     * @param inputs what the input is called
     * @return the only array; else the one that is called so; else x
     * @throws DataFormatException if there is no such array
     */
    public String arrayFor(Set<String> inputs) {
        if (names.size() == 1) {
            return names.get(0);
        }
        List<String> named = names.stream().filter(inputs::contains).toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (names.contains("x")) {
            return "x";
        }
        String shapes = names.stream()
                .map(name -> name + " of shape " + readAny(name).shape())
                .collect(Collectors.joining(", "));
        throw new DataFormatException(path + ": contains the arrays " + shapes + "; expected one array named "
                + String.join(" or ", inputs.stream().sorted().toList()) + ", or a single array of any name");
    }

    /**
     * Reads one array of numbers into memory and checks its CRC.
     *
     * @throws DataFormatException if there is no such array, it is damaged, or its type is not supported
     * @throws UncheckedIOException if the file cannot be read
     */
    public NumericArray read(String name) {
        return read(name, NpyFile::read);
    }

    /** Reads one array of numbers or text; otherwise as {@link #read}. */
    public StoredArray readAny(String name) {
        return read(name, NpyFile::readAny);
    }

    private <A> A read(String name, NpyFile.Content<A> content) {
        ZipEntry entry = names.contains(name) ? zip.getEntry(name + ENDING) : null;
        String where = path + "!" + name + ENDING;
        if (entry == null) {
            throw new DataFormatException(path + ": has no array " + name + "; found " + names());
        }
        CRC32 crc = new CRC32();
        try (InputStream stream =
                new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16), crc)) {
            A array = content.read(stream, where);
            if (crc.getValue() != entry.getCrc()) {
                throw new DataFormatException(
                        where + ": wrong checksum of the zip entry; download or save the file again");
            }
            return array;
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(where + ": the zip entry is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + where + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes an .npz file, one array after another, uncompressed. {@link NpzFile} and {@code numpy.load} read it. The same arrays give the same
     * bytes.
     */
    public static final class Writer implements AutoCloseable {
        // A fixed time keeps the bytes reproducible; NumPy writes the same one.
        private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

        private final ZipOutputStream zip;

        /** Writes to a stream. Closing the writer closes the stream. */
        public Writer(OutputStream stream) {
            this.zip = new ZipOutputStream(Objects.requireNonNull(stream, "stream"));
            zip.setLevel(Deflater.NO_COMPRESSION);
        }

        /**
         * Adds an array.
         *
         * @param name without {@code .npy}, unique in the file; may contain slashes
         * @throws IOException if the stream cannot be written, or the name is used already
         */
        public void write(String name, NumericArray array) throws IOException {
            ZipEntry entry = new ZipEntry(name + ENDING);
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(NpyHeader.bytes(array));
            Channels.newChannel(zip).write(array.data().duplicate());
            zip.closeEntry();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
