// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's zip of npy files, array by array, so that {@link NpzFile} and {@code numpy.load} read it. Nothing is compressed. */
public final class NpzWriter implements AutoCloseable {
    // The same arrays give the same bytes, so no entry tells the time; NumPy writes this one too.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    /** Writes to a stream, which is closed with this. */
    public NpzWriter(OutputStream stream) {
        this.zip = new ZipOutputStream(stream);
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /**
     * Adds an array.
     *
     * @param name without the ending, unique in the file; slashes are allowed
     */
    public void write(String name, NumericArray array) throws IOException {
        ZipEntry entry = new ZipEntry(name + NpzFile.ENDING);
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
