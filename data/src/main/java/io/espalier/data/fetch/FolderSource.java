// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A folder on this machine where another program keeps the files, plain or with the ending {@code .gz}. */
public record FolderSource(String description, Path folder) implements DatasetSource {
    @Override
    public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException {
        for (PinnedFile file : wanted) {
            Path plain = folder.resolve(file.name());
            Path compressed = folder.resolve(file.name() + ".gz");
            if (Files.isRegularFile(plain)) {
                try (InputStream content = Files.newInputStream(plain)) {
                    file.write(content, workplace.output());
                }
            } else if (Files.isRegularFile(compressed)) {
                unpack(compressed, file, workplace.output());
            } else {
                throw new IOException("no such file: " + plain + ", neither plain nor .gz");
            }
        }
    }

    /** Writes the content of a gzip file under the wanted file's name. */
    static void unpack(Path compressed, PinnedFile file, Path output) throws IOException {
        try (InputStream raw = Files.newInputStream(compressed);
                InputStream content = new GZIPInputStream(raw, 1 << 16)) {
            file.write(content, output);
        } catch (ZipException | EOFException e) {
            throw new BrokenFileException(compressed + " is not a complete gzip file: " + e.getMessage(), e);
        }
    }
}
