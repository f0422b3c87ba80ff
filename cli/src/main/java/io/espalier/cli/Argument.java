// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** An option or parameter of a command, and what it was given. */
final class Argument<T> {
    private final ArgSpec spec;

    Argument(ArgSpec spec) {
        this.spec = spec;
    }

    /** What it was given, or else its default. */
    T get() {
        T value = orNull();
        if (value == null) {
            throw new IllegalStateException(Explanation.name(spec) + " has no value, nor a default");
        }
        return value;
    }

    /** What it was given; null if nothing. */
    @Nullable
    T orNull() {
        return spec.getValue();
    }
}
