// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

/** A cell that does not compile, or that threw an exception. */
public final class CellFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CellFailedException(String message) {
        super(message);
    }
}
