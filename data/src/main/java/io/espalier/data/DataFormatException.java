// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.EspalierException;

/** A data file or folder cannot be read as expected. The message names the file, the place and what was expected. */
public class DataFormatException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with this message. */
    public DataFormatException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    /** An exception with this message and cause. */
    public DataFormatException(String message, Throwable cause) {
        super(Kind.BAD_INPUT, message, cause);
    }
}
