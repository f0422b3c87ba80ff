// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.base.EspalierException;

/** A graph, or a part of one, that contradicts itself: an index of a tensor that is not there, a field that its table lacks. */
public final class InvalidGraphException extends EspalierException {

    private static final long serialVersionUID = 1L;

    /** An exception with a message that names the part of the graph and what is wrong with it. */
    public InvalidGraphException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
