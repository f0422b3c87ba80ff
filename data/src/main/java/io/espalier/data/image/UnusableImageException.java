// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.EspalierException;
import java.io.Serial;

/** The bytes are no image that can be used; the message says why, and leaves it to the caller to name the file. */
final class UnusableImageException extends EspalierException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ImageFolder.UnusableImage.Fault fault;

    private UnusableImageException(ImageFolder.UnusableImage.Fault fault, String reason) {
        super(Kind.BAD_INPUT, reason);
        this.fault = fault;
    }

    private UnusableImageException(String reason, Throwable cause) {
        super(Kind.BAD_INPUT, reason, cause);
        this.fault = ImageFolder.UnusableImage.Fault.BROKEN;
    }

    static UnusableImageException broken(String reason) {
        return new UnusableImageException(ImageFolder.UnusableImage.Fault.BROKEN, reason);
    }

    static UnusableImageException broken(String reason, Throwable cause) {
        return new UnusableImageException(reason, cause);
    }

    static UnusableImageException tooLarge(String reason) {
        return new UnusableImageException(ImageFolder.UnusableImage.Fault.TOO_LARGE, reason);
    }

    ImageFolder.UnusableImage.Fault fault() {
        return fault;
    }
}
