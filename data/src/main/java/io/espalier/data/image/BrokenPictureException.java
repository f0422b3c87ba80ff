// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.io.Serial;

/** The bytes are no picture that can be decoded; the message says why, and leaves it to the caller to name the file. */
final class BrokenPictureException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BrokenPictureException(String reason) {
        super(reason);
    }

    BrokenPictureException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
