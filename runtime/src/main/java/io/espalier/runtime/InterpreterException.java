// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.base.EspalierException;

/** The TFLite runtime refuses a model, a shape or a run; the message names the file and holds the runtime's own words. */
public class InterpreterException extends EspalierException {
    private static final long serialVersionUID = 1;

    public InterpreterException(String message) {
        super(Kind.BAD_INPUT, message);
    }

    public InterpreterException(String message, Throwable cause) {
        super(Kind.BAD_INPUT, message, cause);
    }
}
