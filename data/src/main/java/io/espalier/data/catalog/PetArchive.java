// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A ZIP archive of photographs as Microsoft published them for the challenge Asirra (Elson et al., 2007): {@code PetImages/Cat/NUMBER.jpg} and
 * {@code PetImages/Dog/NUMBER.jpg}. TensorFlow Datasets makes cats_vs_dogs of it.
 */
final class PetArchive {
    private static final Pattern PHOTOGRAPH = Pattern.compile("PetImages[/\\\\](Cat|Dog)[/\\\\](\\d{1,9})[.]jpg");
    private static final int HEADER_BYTES = 512;
    private static final String MARK = "JFIF";
    private static final int TEST_EVERY = 5;

    private PetArchive() {}

    /**
     * What was unpacked.
     *
     * @param photographs how many there are
     * @param leftOut how many files were left out, since they have no JFIF header
     */
    record Unpacked(int photographs, int leftOut) {}

    /**
     * Writes photographs to {@code training_set} and {@code test_set}, each with the folders {@code cat} and {@code dog}. Every photograph whose number
     * is a multiple of 5 is for testing. Files without JFIF in their first 512 bytes are left out, as TensorFlow Datasets does.
     *
     * @param folder is there and empty
     * @throws DataFormatException if this is no such archive
     */
    static Unpacked unpack(Path archive, Path folder) throws IOException {
        int written = 0;
        int leftOut = 0;
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Matcher name = PHOTOGRAPH.matcher(entry.getName());
                if (name.matches()) {
                    if (write(zip.getInputStream(entry), target(name, folder))) {
                        written++;
                    } else {
                        leftOut++;
                    }
                }
            }
        } catch (ZipException e) {
            throw new DataFormatException(archive + ": is no whole ZIP archive (" + e.getMessage() + ")", e);
        }
        if (written == 0) {
            throw new DataFormatException(
                    archive
                            + ": has no photographs of the names PetImages/Cat/NUMBER.jpg and PetImages/Dog/NUMBER.jpg; unpack an archive of another form, and name its folder");
        }
        return new Unpacked(written, leftOut);
    }

    private static Path target(Matcher name, Path folder) {
        int number = Integer.parseInt(name.group(2));
        return folder.resolve(number % TEST_EVERY == 0 ? "test_set" : "training_set")
                .resolve(name.group(1).toLowerCase(Locale.ROOT))
                .resolve(number + ".jpg");
    }

    /** Writes a photograph; false if it has no JFIF header. */
    private static boolean write(InputStream stream, Path file) throws IOException {
        try (InputStream content = new BufferedInputStream(stream)) {
            content.mark(HEADER_BYTES);
            byte[] header = content.readNBytes(HEADER_BYTES);
            content.reset();
            if (!new String(header, StandardCharsets.ISO_8859_1).contains(MARK)) {
                return false;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.copy(content, file);
            return true;
        }
    }
}
