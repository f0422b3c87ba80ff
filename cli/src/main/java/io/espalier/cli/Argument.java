// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option or parameter of a command, and what it was given. */
final class Argument<T> {
    private final ArgSpec spec;

    Argument(ArgSpec spec) {
        this.spec = spec;
    }

    /** The names of those that the user gave a value. */
    static List<String> given(Argument<?>... arguments) {
        return Stream.of(arguments)
                .filter(Argument::isGiven)
                .map(Argument::name)
                .toList();
    }

    /** Its longest name, or what stands for it in help. */
    private String name() {
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
    private boolean isGiven() {
        return spec.command().commandLine().getParseResult().hasMatchedOption((OptionSpec) spec);
    }

    /** What it was given; null if nothing. */
    @Nullable
    T orNull() {
        return spec.getValue();
    }
}
