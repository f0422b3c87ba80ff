// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

/** A recipe that cannot be understood. Says where, and what there is instead. */
public final class RecipeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecipeException(String message) {
        super(message);
    }
}
