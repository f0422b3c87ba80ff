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
 * A file on the web whose content its publisher pins, such as weights of Keras.
 *
 * @param checksum MD5 or SHA-256, 32 or 64 small hexadecimal digits
 */
public record PublishedFile(String name, URI address, String checksum) {
    private static final int MD5_DIGITS = 32;

    public PublishedFile {
        if (!checksum.matches("[0-9a-f]{32}|[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    name + ": not an MD5 or SHA-256 checksum in lowercase hexadecimal: " + checksum);
        }
    }

    private String algorithm() {
        return checksum.length() == MD5_DIGITS ? "MD5" : "SHA-256";
    }

    /** @throws BrokenFileException if a file's content is another */
    void check(Path file) throws IOException {
        String actual = checksum(file, algorithm());
        if (!actual.equals(checksum)) {
            throw new BrokenFileException(file + " has " + algorithm() + " " + actual + ", expected " + checksum);
        }
    }

    /** The SHA-256 of a file's content in lowercase hexadecimal. */
    public static String sha256(Path file) throws IOException {
        return checksum(file, "SHA-256");
    }

    private static String checksum(Path file, String algorithm) throws IOException {
        try (DigestInputStream content =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance(algorithm))) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
