// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A recipe that cannot be understood. Says where, and what there is instead. */
public final class RecipeException extends EspalierException {
    private static final long serialVersionUID = 1;

    private static final int WHOLE = -1;

    private final @Nullable String key;
    private final int index;

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

    /** Of what stands at a key beside others; readers of files add its line. */
    public static RecipeException at(String key, String message) {
        return new RecipeException(key, WHOLE, message);
    }

    /** As {@link #at(String, String)}, of one entry, from 0, of a list at the key. */
    public static RecipeException at(String key, int index, String message) {
        return new RecipeException(key, index, message);
    }

    /** The key that is wrong, beside others of a document; empty where it is not one key. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Which entry, from 0, of the list at the key is wrong; empty where it is not one entry. */
    public OptionalInt index() {
        return index == WHOLE ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
