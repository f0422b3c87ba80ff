// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

/** A model that cannot be: shapes that do not fit, names used twice, weights that are missing. Names the layer. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
