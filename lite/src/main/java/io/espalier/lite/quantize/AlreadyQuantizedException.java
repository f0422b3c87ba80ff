// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.EspalierException;

/** A graph whose numbers are quantized already. Names a tensor that is. */
public final class AlreadyQuantizedException extends EspalierException {
    private static final long serialVersionUID = 1;

    public AlreadyQuantizedException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
