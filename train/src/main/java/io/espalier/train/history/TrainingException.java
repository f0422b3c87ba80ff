// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import io.espalier.base.EspalierException;

/** Training or evaluation that cannot be done, or went wrong; says where and what to do. */
public class TrainingException extends EspalierException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(Kind.FAILED_WORK, message);
    }

    public TrainingException(String message, Throwable cause) {
        super(Kind.FAILED_WORK, message, cause);
    }
}
