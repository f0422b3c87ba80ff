// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file on the web whose content its publisher pins by an MD5 sum, such as weights of Keras.
 *
 * @param md5 32 small hexadecimal digits
 */
public record PublishedFile(String name, URI address, String md5) {
    public PublishedFile {
        if (!md5.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(name + ": not an MD5 checksum in lowercase hexadecimal: " + md5);
        }
    }

    /** @throws BrokenFileException if a file's content is another */
    void check(Path file) throws IOException {
        String actual = md5(file);
        if (!actual.equals(md5)) {
            throw new BrokenFileException(file + " has MD5 " + actual + ", expected " + md5);
        }
    }

    private static String md5(Path file) throws IOException {
        try (DigestInputStream content =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("MD5"))) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
