// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.base.EspalierException;
import java.nio.file.Path;

/** Thrown for a file that is not a valid model of its format. The message starts with the file and says where and what is wrong. */
public class ModelFormatException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names the file and says what is wrong with it. */
    protected ModelFormatException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    /** An exception whose message names the file and says what is wrong with it. */
    public ModelFormatException(Path file, String problem) {
        super(Kind.BAD_INPUT, file + ": " + problem);
    }

    /** The same, with the exception that caused it. */
    public ModelFormatException(Path file, String problem, Throwable cause) {
        super(Kind.BAD_INPUT, file + ": " + problem, cause);
    }
}
