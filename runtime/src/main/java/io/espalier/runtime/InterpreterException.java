// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.base.EspalierException;

/**
 * Thrown if the TFLite runtime cannot load or run a model, or an input has a shape or values that the model cannot take. The message names the
 * model and contains the runtime's own message, or the example, input, operator and the values that it takes.
 */
public class InterpreterException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names the model. */
    public InterpreterException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    /** An exception with a message that names the model, and its cause. */
    public InterpreterException(String message, Throwable cause) {
        super(Kind.BAD_INPUT, message, cause);
    }
}
