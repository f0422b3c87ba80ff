// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.base.EspalierException;

/** A model that TFLite Micro cannot run. Names the operators, why, and what to do. */
public final class MicroException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that says all that. */
    public MicroException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
