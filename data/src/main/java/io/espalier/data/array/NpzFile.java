// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** NumPy's zip of npy files, stored or deflated, as {@code numpy.savez} and {@code savez_compressed} write it. */
public final class NpzFile implements AutoCloseable {
    static final String ENDING = ".npy";

    private final Path path;
    private final ZipFile zip;

    private NpzFile(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /**
     * Opens a file; arrays are read when asked for.
     *
     * @throws DataFormatException if it is no zip
     * @throws UncheckedIOException if it cannot be read
     */
    public static NpzFile open(Path path) {
        try {
            return new NpzFile(path, new ZipFile(path.toFile()));
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(path + ": not an npz file, or truncated: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The names of the arrays, in the file's order. */
    public List<String> names() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .toList();
    }

    /**
     * Reads one array into memory and checks its CRC.
     *
     * @throws DataFormatException if there is no such array, it is broken, or of an unsupported type
     * @throws UncheckedIOException if the file cannot be read
     */
    public NumericArray read(String name) {
        ZipEntry entry = zip.getEntry(name + ENDING);
        String where = path + "!" + name + ENDING;
        if (entry == null) {
            throw new DataFormatException(path + ": has no array " + name + "; found " + names());
        }
        CRC32 crc = new CRC32();
        try (InputStream stream =
                new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16), crc)) {
            NumericArray array = NpyFile.read(stream, where);
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
}
