// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

/** A graph whose numbers are quantized already. Names a tensor that is. */
public final class AlreadyQuantizedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AlreadyQuantizedException(String message) {
        super(message);
    }
}
