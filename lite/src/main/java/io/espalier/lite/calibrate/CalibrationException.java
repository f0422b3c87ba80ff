// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.base.EspalierException;

/** Data that a model cannot be calibrated with. Names the model, and the sample or tensor. */
public final class CalibrationException extends EspalierException {
    private static final long serialVersionUID = 1;

    public CalibrationException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    public CalibrationException(String message, Throwable cause) {
        super(Kind.BAD_INPUT, message, cause);
    }
}
