// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.data.Task.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The losses that models are trained with, by Keras's names. */
public enum LossName {
    SPARSE_CATEGORICAL_CROSSENTROPY("scce"),
    CATEGORICAL_CROSSENTROPY("cce"),
    BINARY_CROSSENTROPY("bce"),
    MEAN_SQUARED_ERROR("mse"),
    MEAN_ABSOLUTE_ERROR("mae"),
    /** Quadratic up to an error of 1, linear beyond. */
    HUBER("huber_loss");

    private final String alias;

    LossName(String alias) {
        this.alias = alias;
    }

    /** Keras's name, such as {@code mean_squared_error}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The loss with this {@link #key}, or a short form of it such as {@code mse}. */
    public static Optional<LossName> named(String key) {
        return Arrays.stream(values())
                .filter(loss -> loss.key().equals(key) || loss.alias.equals(key))
                .findFirst();
    }

    /** All keys, separated by commas. */
    public static String keys() {
        return Arrays.stream(values()).map(LossName::key).collect(Collectors.joining(", "));
    }

    /** What a model with so many outputs is for that is trained with this loss. */
    Kind kind(int outputs) {
        return switch (this) {
            case SPARSE_CATEGORICAL_CROSSENTROPY, CATEGORICAL_CROSSENTROPY -> Kind.CLASSES;
            case BINARY_CROSSENTROPY -> outputs == 1 ? Kind.BINARY : Kind.MULTI_LABEL;
            case MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> Kind.REGRESSION;
        };
    }

    boolean trains(Kind kind) {
        return kind(kind == Kind.BINARY ? 1 : 2) == kind;
    }
}
