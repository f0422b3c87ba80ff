// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Named bytes in a file beside the graph. */
public record Metadata(String name, Buffer buffer) {
    public Metadata {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(buffer, "buffer");
    }

    /** The name of the entry with the oldest runtime that has all operator versions of the file. */
    public static final String MIN_RUNTIME_VERSION = "min_runtime_version";

    /** The name of the entry with the provenance of the model: one line of JSON. */
    public static final String PROVENANCE = "espalier_provenance";

    private static final int RUNTIME_VERSION_BYTES = 16;

    /** The entry {@code min_runtime_version}, padded with zeros to 16 bytes as every runtime expects it. */
    public static Metadata minRuntimeVersion(String version) {
        byte[] ascii = version.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > RUNTIME_VERSION_BYTES) {
            throw new InvalidGraphException("The runtime version '" + version + "' is longer than "
                    + RUNTIME_VERSION_BYTES + " characters: write it as major.minor.patch");
        }
        return new Metadata(MIN_RUNTIME_VERSION, Buffer.ofBytes(Arrays.copyOf(ascii, RUNTIME_VERSION_BYTES)));
    }

    /** An entry that contains text in UTF-8. */
    public static Metadata text(String name, String text) {
        return new Metadata(name, Buffer.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes as UTF-8 text up to the zeros that pad them. */
    public String asText() {
        return new String(buffer.toBytes(), StandardCharsets.UTF_8).replaceFirst("\0+$", "");
    }
}
