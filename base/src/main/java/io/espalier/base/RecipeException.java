// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A recipe is invalid. The message says where, and lists valid values. */
public final class RecipeException extends EspalierException {
    private static final long serialVersionUID = 1;

    private static final int WHOLE = -1;

    private final @Nullable String key;
    private final int index;

    /** An exception about the whole recipe. */
    public RecipeException(String message) {
        super(Kind.BAD_INPUT, message);
        this.key = null;
        this.index = WHOLE;
    }

    private RecipeException(String key, int index, String message) {
        super(Kind.BAD_INPUT, message);
        this.key = key;
        this.index = index;
    }

    /** An exception about the value of a key. Readers of recipe files add the line number. */
    public static RecipeException at(String key, String message) {
        return new RecipeException(key, WHOLE, message);
    }

    /**
     * An exception about one entry of a list.
     *
     * @param index of the entry, from 0
     */
    public static RecipeException at(String key, int index, String message) {
        return new RecipeException(key, index, message);
    }

    /** The key with the invalid value; empty if the exception is about the whole recipe. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** The index, from 0, of the invalid list entry; empty if the exception is not about a list entry. */
    public OptionalInt index() {
        return index == WHOLE ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
