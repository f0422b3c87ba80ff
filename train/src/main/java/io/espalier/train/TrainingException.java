// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

/** Training or evaluation that cannot be done, or went wrong; says where and what to do. */
public class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
