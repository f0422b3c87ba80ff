// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

/** Data that a model cannot be calibrated with. Names the model, and the sample or tensor. */
public final class CalibrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CalibrationException(String message) {
        super(message);
    }

    public CalibrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
