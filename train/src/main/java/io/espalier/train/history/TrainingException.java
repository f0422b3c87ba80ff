// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import io.espalier.base.EspalierException;

/** Training or evaluation failed or is not possible. The message says where, and what to do. */
public class TrainingException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with this message. */
    public TrainingException(String message) {
        super(Kind.FAILED_WORK, message);
    }

    /** An exception with this message and cause. */
    public TrainingException(String message, Throwable cause) {
        super(Kind.FAILED_WORK, message, cause);
    }
}
