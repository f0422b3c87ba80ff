// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;

/** Thrown if something cannot be done on a cluster. The message says why and what to do. */
public final class SparkException extends EspalierException {
    private static final long serialVersionUID = 1;

    private SparkException(Kind kind, String message) {
        super(kind, message);
    }

    private SparkException(Kind kind, String message, Throwable cause) {
        super(kind, message, cause);
    }

    static SparkException badUse(String message) {
        return new SparkException(Kind.BAD_USE, message);
    }

    static SparkException badInput(String message, Throwable cause) {
        return new SparkException(Kind.BAD_INPUT, message, cause);
    }

    static SparkException failed(String message, Throwable cause) {
        return new SparkException(Kind.FAILED_WORK, message, cause);
    }
}
