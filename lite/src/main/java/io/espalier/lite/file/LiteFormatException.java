// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.model.ModelFormatException;

/** Thrown for a file that is not a TFLite model, is damaged or truncated, or contains fields that this version does not know. */
final class LiteFormatException extends ModelFormatException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    LiteFormatException(String file, long offset, String problem) {
        super(file + ", byte " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    /** The file's name as it was given. */
    public String file() {
        return file;
    }

    /** Where in the file, in bytes from its start. */
    public long offset() {
        return offset;
    }
}
