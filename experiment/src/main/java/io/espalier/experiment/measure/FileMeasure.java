// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What can be said of a file without knowing what it holds.
 *
 * @param name the file's name without its folder
 * @param gzipBytes its size after gzip at the strongest level, which is what a download or an app store makes of it
 */
public record FileMeasure(String name, long bytes, long gzipBytes, String sha256) {
    public static FileMeasure of(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return new FileMeasure(file.getFileName().toString(), content.length, gzipBytes(content), sha256(content));
    }

    /** A file as provenance names a parent: its name and SHA-256. */
    public static String parent(Path file) throws IOException {
        return file.getFileName() + " " + sha256(file);
    }

    /** The SHA-256 of a file, in hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
        return sha256(Files.readAllBytes(file));
    }

    private static long gzipBytes(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new StrongestGzip(compressed)) {
            gzip.write(content);
        }
        return compressed.size();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The level of a GZIPOutputStream can only be set from inside. */
    private static final class StrongestGzip extends GZIPOutputStream {
        StrongestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
