// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;

/** Thrown if something cannot be done on a cluster. The message says why and what to do. */
public final class ClusterException extends EspalierException {
    private static final long serialVersionUID = 1;

    private ClusterException(Kind kind, String message) {
        super(kind, message);
    }

    private ClusterException(Kind kind, String message, Throwable cause) {
        super(kind, message, cause);
    }

    static ClusterException badUse(String message) {
        return new ClusterException(Kind.BAD_USE, message);
    }

    static ClusterException failed(String message) {
        return new ClusterException(Kind.FAILED_WORK, message);
    }

    static ClusterException badInput(String message, Throwable cause) {
        return new ClusterException(Kind.BAD_INPUT, message, cause);
    }

    static ClusterException failed(String message, Throwable cause) {
        return new ClusterException(Kind.FAILED_WORK, message, cause);
    }
}
