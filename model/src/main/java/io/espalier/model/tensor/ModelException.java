// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import io.espalier.base.EspalierException;

/** A model that cannot be: shapes that do not fit, names used twice, weights that are missing. Names the layer. */
public class ModelException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that says what is wrong and what was expected. */
    public ModelException(String message) {
        super(Kind.FAILED_WORK, message);
    }

    /** An exception with a message and the exception that caused it. */
    public ModelException(String message, Throwable cause) {
        super(Kind.FAILED_WORK, message, cause);
    }
}
