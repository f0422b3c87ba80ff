// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.EspalierException;
import java.io.Serial;

/** The bytes are no image that can be decoded; the message says why, and leaves it to the caller to name the file. */
final class BrokenImageException extends EspalierException {
    @Serial
    private static final long serialVersionUID = 1;

    BrokenImageException(String reason) {
        super(Kind.BAD_INPUT, reason);
    }

    BrokenImageException(String reason, Throwable cause) {
        super(Kind.BAD_INPUT, reason, cause);
    }
}
