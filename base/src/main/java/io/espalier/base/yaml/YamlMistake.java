// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import io.espalier.base.internal.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Says of what could not be bound to a record: the line, the key, what was given, and what is expected. */
final class YamlMistake {
    private static final int MOST_LISTED = 20;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+(\\.\\.\\.)?");

    private final YamlPlaces places;
    private final List<Reference> path;
    private final Set<Class<?>> upperCaseEnums;

    private YamlMistake(YamlPlaces places, List<Reference> path, Set<Class<?>> upperCaseEnums) {
        this.places = places;
        this.path = path;
        this.upperCaseEnums = upperCaseEnums;
    }

    /** The path to what a failure is about; empty where it is about the whole. */
    static List<Reference> path(Exception failure) {
        List<Reference> path = new ArrayList<>();
        if (failure instanceof JsonMappingException mapping) {
            path.addAll(mapping.getPath());
        }
        if (cause(failure) instanceof RecipeException known) {
            path.addAll(YamlPlaces.path(known));
        }
        return path;
    }

    /** What is wrong at a path, which may lead elsewhere than the failure's own where parts were taken out before. */
    static Mistake in(YamlPlaces places, Exception failure, List<Reference> path, Set<Class<?>> upperCaseEnums) {
        return places.place(path).mistake(new YamlMistake(places, path, upperCaseEnums).problem(failure));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof RecipeException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private String problem(Exception failure) {
        Throwable cause = cause(failure);
        if (!(failure instanceof JsonProcessingException unbound) || !(cause instanceof JsonProcessingException)) {
            return String.valueOf(cause.getMessage());
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            return "unknown key '" + unknown.getPropertyName() + "'"
                    + NearestName.suggestion(unknown.getPropertyName(), known) + "; known keys: "
                    + String.join(", ", known);
        }
        if (failure instanceof InvalidFormatException wrong
                && wrong.getTargetType().isEnum()) {
            String value = String.valueOf(wrong.getValue());
            List<String> known = names(wrong.getTargetType());
            return "invalid value '" + value + "' for '" + name() + "'" + NearestName.suggestion(value, known)
                    + (known.size() > MOST_LISTED ? "" : "; choose from " + String.join(", ", known));
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            String given = places.given(path);
            return key() + " must be " + kind(mismatch.getTargetType())
                    + (given.isEmpty()
                            ? ", but the value is missing"
                            : ", not " + given
                                    + (WHOLE_NUMBER.matcher(given).matches() && isWhole(mismatch.getTargetType())
                                            ? ", which is too large"
                                            : ""));
        }
        return unbound.getOriginalMessage();
    }

    private List<String> names(Class<?> type) {
        boolean asDeclared = upperCaseEnums.contains(type);
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> asDeclared
                        ? ((Enum<?>) constant).name()
                        : String.valueOf(constant).toLowerCase(Locale.ROOT))
                .toList();
    }

    private String kind(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (isWhole(type)) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isEnum()) {
            List<String> names = names(type);
            return names.size() > MOST_LISTED ? "a name" : "one of " + String.join(", ", names);
        }
        return type == String.class ? "text" : "key-value pairs";
    }

    private static boolean isWhole(Class<?> type) {
        return type == Integer.class || type == int.class || type == Long.class || type == long.class;
    }

    private String key() {
        if (path.isEmpty()) {
            return "the recipe";
        }
        boolean isEntry = path.get(path.size() - 1).getFieldName() == null;
        return (isEntry ? "each of '" : "'") + name() + "'";
    }

    private String name() {
        return path.stream()
                .map(Reference::getFieldName)
                .filter(Objects::nonNull)
                .reduce((first, last) -> last)
                .orElse("the recipe");
    }
}
