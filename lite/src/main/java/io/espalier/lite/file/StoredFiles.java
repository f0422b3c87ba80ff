// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The files in the archive behind a model, by name. They are stored as they are: readers of models do not inflate. */
final class StoredFiles {
    private static final int MOST_BYTES = 1 << 26;
    /** The first that an archive can tell, so that the same files give the same bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private StoredFiles() {}

    /** @throws InvalidGraphException if the archive is damaged, or holds more than 64 MB */
    static Map<String, Buffer> in(Buffer archive) {
        Map<String, Buffer> files = new LinkedHashMap<>();
        int left = MOST_BYTES;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.toBytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(left);
                left -= content.length;
                if (left == 0) {
                    throw new InvalidGraphException(
                            "the archive of associated files behind the model holds more than 64 MB");
                }
                files.put(entry.getName(), Buffer.ofBytes(content));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidGraphException(
                    "the archive of associated files behind the model is damaged: " + e.getMessage());
        }
        return files;
    }

    static Buffer archive(Map<String, Buffer> files) {
        if (files.isEmpty()) {
            return Buffer.EMPTY;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, Buffer> file : files.entrySet()) {
                byte[] content = file.getValue().toBytes();
                zip.putNextEntry(entry(file.getKey(), content));
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.ofBytes(bytes.toByteArray());
    }

    private static ZipEntry entry(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        return entry;
    }
}
