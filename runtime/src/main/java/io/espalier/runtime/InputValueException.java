// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

/**
 * An input holds a number that an operator cannot take, such as an index beyond its table. The message names the model, the example, the
 * input, the number, the operator, and what it takes.
 */
public class InputValueException extends InterpreterException {
    private static final long serialVersionUID = 1;

    public InputValueException(String message) {
        super(message);
    }
}
