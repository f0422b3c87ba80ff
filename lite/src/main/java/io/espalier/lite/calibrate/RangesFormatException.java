// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.base.EspalierException;

/** A file of ranges that holds something else. Names the file and, where there is one, the tensor. */
public final class RangesFormatException extends EspalierException {
    private static final long serialVersionUID = 1;

    public RangesFormatException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
