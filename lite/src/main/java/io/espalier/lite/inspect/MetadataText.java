// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import io.espalier.lite.Graph.Metadata;
import java.util.Optional;

/** Metadata that are text: versions, JSON. */
final class MetadataText {

    private static final int LONGEST = 64 * 1024;

    private MetadataText() {}

    /** The text of an entry; empty where its bytes are none, or too many to show. */
    static Optional<String> of(Metadata entry) {
        if (entry.buffer().isEmpty() || entry.buffer().size() > LONGEST) {
            return Optional.empty();
        }
        String text = entry.asText();
        boolean printable = text.codePoints()
                .allMatch(character ->
                        character == '\n' || character == '\t' || (character >= ' ' && character != '\uFFFD'));
        return printable && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
