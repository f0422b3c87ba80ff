// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An option whose values are the constants of an enumeration, in lower case, with - between words. */
final class Choice<E extends Enum<E>> {
    private final String name;
    private final E[] constants;
    private final Argument<String> argument;

    /** @param fallback what counts where the option is not given */
    Choice(Arguments arguments, String name, String label, String description, E[] constants, E fallback) {
        this.name = name;
        this.constants = constants.clone();
        argument = arguments.option(
                String.class,
                Arguments.named(name, label, description)
                        .completionCandidates(ids())
                        .defaultValue(id(fallback)));
    }

    Argument<String> argument() {
        return argument;
    }

    /** @throws UsageException if there is no such value */
    E get() {
        return Arrays.stream(constants)
                .filter(constant -> id(constant).equals(argument.get()))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        name + " " + argument.get() + ": unknown" + NearestName.suggestion(argument.get(), ids())
                                + "; choose from: " + String.join(", ", ids())));
    }

    /** The value as users write it. */
    String id() {
        return id(get());
    }

    private List<String> ids() {
        return Arrays.stream(constants).map(Choice::id).toList();
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
