// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A recipe is invalid. The message says where, and lists valid values. */
public final class RecipeException extends EspalierException {
    private static final long serialVersionUID = 1;

    private static final int WHOLE = -1;

    private final @Nullable String key;
    private final int index;
    private final transient List<Mistake> mistakes;

    /**
     * Something that is wrong in the text of a recipe.
     *
     * @param line from 1
     * @param column from 1
     * @param message what is wrong, and what is valid
     */
    public record Mistake(int line, int column, String message) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column + ": " + message;
        }
    }

    /** An exception about the whole recipe. */
    public RecipeException(String message) {
        this(null, WHOLE, message, List.of());
    }

    private RecipeException(@Nullable String key, int index, String message, List<Mistake> mistakes) {
        super(Kind.BAD_INPUT, message);
        this.key = key;
        this.index = index;
        this.mistakes = List.copyOf(mistakes);
    }

    /** An exception about places in a text, of which there is at least one. The message has a line for each. */
    public static RecipeException of(List<Mistake> mistakes) {
        return new RecipeException(null, WHOLE, lines("", mistakes), mistakes);
    }

    private static String lines(String start, List<Mistake> mistakes) {
        return mistakes.stream().map(mistake -> start + mistake).collect(Collectors.joining("\n"));
    }

    /** The same about a file: each line of the message begins with its name. */
    public RecipeException in(String file) {
        String start = file + ": ";
        return new RecipeException(
                key, index, mistakes.isEmpty() ? start + getMessage() : lines(start, mistakes), mistakes);
    }

    /** Everything that is wrong in the text, in its order; empty if this is not about places in a text. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    /** An exception about the value of a key. Readers of recipe files add the line number. */
    public static RecipeException at(String key, String message) {
        return new RecipeException(key, WHOLE, message, List.of());
    }

    /**
     * An exception about one entry of a list.
     *
     * @param index of the entry, from 0
     */
    public static RecipeException at(String key, int index, String message) {
        return new RecipeException(key, index, message, List.of());
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
