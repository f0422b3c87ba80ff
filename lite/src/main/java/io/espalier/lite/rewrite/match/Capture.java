// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.match;

import io.espalier.lite.rewrite.edit.Step;

/**
 * A place for something that a pattern catches. Each is its own; the name is for people.
 *
 * @param <T> what is caught
 */
public final class Capture<T> {
    private final String name;
    private final Class<T> type;

    private Capture(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    public static Capture<Step> ofOperator(String name) {
        return new Capture<>(name, Step.class);
    }

    /** Catches the index of a tensor. */
    public static Capture<Integer> ofTensor(String name) {
        return new Capture<>(name, Integer.class);
    }

    T cast(Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
