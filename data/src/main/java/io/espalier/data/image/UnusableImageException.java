// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.EspalierException;
import java.io.Serial;

/** The bytes are no image that can be used; the message says why, and leaves it to the caller to name the file. */
final class UnusableImageException extends EspalierException {
    @Serial
    private static final long serialVersionUID = 1;

    private final UnusableImage.Fault fault;

    private UnusableImageException(UnusableImage.Fault fault, String reason) {
        super(Kind.BAD_INPUT, reason);
        this.fault = fault;
    }

    private UnusableImageException(String reason, Throwable cause) {
        super(Kind.BAD_INPUT, reason, cause);
        this.fault = UnusableImage.Fault.BROKEN;
    }

    static UnusableImageException broken(String reason) {
        return new UnusableImageException(UnusableImage.Fault.BROKEN, reason);
    }

    static UnusableImageException broken(String reason, Throwable cause) {
        return new UnusableImageException(reason, cause);
    }

    static UnusableImageException tooLarge(String reason) {
        return new UnusableImageException(UnusableImage.Fault.TOO_LARGE, reason);
    }

    UnusableImage.Fault fault() {
        return fault;
    }
}
