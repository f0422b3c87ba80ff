// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes wanted files out of a tar archive, by the last part of their names and with or without the ending {@code .gz}. */
final class TarFiles {
    private TarFiles() {}

    /** @throws BrokenFileException if the archive is broken or lacks one of the files */
    static void extract(InputStream archive, List<PinnedFile> wanted, Path output) throws IOException {
        List<PinnedFile> missing = new ArrayList<>(wanted);
        TarArchiveInputStream entries = new TarArchiveInputStream(archive);
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            for (PinnedFile file : List.copyOf(missing)) {
                if (entry.isFile() && name.equals(file.name())) {
                    file.write(entries, output);
                    missing.remove(file);
                } else if (entry.isFile() && name.equals(file.name() + ".gz")) {
                    file.write(new GZIPInputStream(entries, 1 << 16), output);
                    missing.remove(file);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new BrokenFileException(
                    "the archive does not contain " + missing.get(0).name());
        }
    }
}
