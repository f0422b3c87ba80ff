// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option or parameter of a command, and what it was given. */
final class Argument<T> {
    private final ArgSpec spec;

    Argument(ArgSpec spec) {
        this.spec = spec;
    }

    /** Its longest name, or what stands for it in help. */
    String name() {
        return Explanation.name(spec);
    }

    /** What it was given, or else its default. */
    T get() {
        T value = orNull();
        if (value == null) {
            throw new IllegalStateException(name() + " has no value, nor a default");
        }
        return value;
    }

    /** Whether the user gave it a value, be it the default's. */
    boolean isGiven() {
        return spec.command().commandLine().getParseResult().hasMatchedOption((OptionSpec) spec);
    }

    /** What it was given; null if nothing. */
    @Nullable
    T orNull() {
        return spec.getValue();
    }
}
