// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.base.EspalierException;

/** A graph that cannot be quantized as asked. Names the tensor or operator, and says why. */
public final class QuantizationException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names the tensor or operator and what is wrong with it. */
    public QuantizationException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
