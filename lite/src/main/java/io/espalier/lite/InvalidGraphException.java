// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

/** A graph, or a part of one, that contradicts itself: an index of a tensor that is not there, a field that its table lacks. */
public final class InvalidGraphException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidGraphException(String message) {
        super(message);
    }
}
