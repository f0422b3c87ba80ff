// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.EspalierException;

/** Thrown for a graph that is quantized already. Names a quantized tensor. */
public final class AlreadyQuantizedException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names a quantized tensor. */
    public AlreadyQuantizedException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
