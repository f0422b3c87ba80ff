// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress;

import io.espalier.base.EspalierException;

/** A compression is not possible: a setting is out of range, a layer does not exist, or a model has nothing to compress. The message says which. */
public class CompressionException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with this message. */
    public CompressionException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
