// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

/** The TFLite runtime refuses a model, a shape or a run; the message names the file and holds the runtime's own words. */
public class InterpreterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InterpreterException(String message) {
        super(message);
    }

    public InterpreterException(String message, Throwable cause) {
        super(message, cause);
    }
}
