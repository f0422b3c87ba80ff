// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress;

import io.espalier.base.EspalierException;

/** A compression that cannot be done: a setting out of range, a layer that is not there, a model that offers nothing to it. Names which. */
public class CompressionException extends EspalierException {
    private static final long serialVersionUID = 1;

    public CompressionException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
