// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.base.EspalierException;

/** Thrown if a model cannot be calibrated with the given data, or a file of ranges is invalid. Names the model or file, and the sample or tensor. */
public final class CalibrationException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names the model, and the sample or tensor. */
    public CalibrationException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    /** An exception with a message and the exception that caused it. */
    public CalibrationException(String message, Throwable cause) {
        super(Kind.BAD_INPUT, message, cause);
    }
}
