// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.footprint;

import io.espalier.base.EspalierException;
import java.io.Serial;

/** The compiler for microcontrollers is there, but failed. The message has its words. */
public final class FootprintException extends EspalierException {
    @Serial
    private static final long serialVersionUID = 1;

    FootprintException(String message, Throwable cause) {
        super(Kind.FAILED_WORK, message, cause);
    }
}
