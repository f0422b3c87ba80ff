// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.file.DeploymentMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A value for an input or output, given as {@code NAME=VALUE}, or as the value alone for the only one. */
record NamedValue(String name, String value) {

    /** All that an option was given. */
    static List<NamedValue> all(String option, Argument<List<String>> argument) {
        List<String> given = argument.orNull();
        List<NamedValue> values = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : given == null ? List.<String>of() : given) {
            NamedValue value = of(text(option, text));
            if (!names.add(value.name())) {
                throw new UsageException(option + " is given twice for "
                        + (value.name().isEmpty() ? "the only one" : "'" + value.name() + "'"));
            }
            values.add(new NamedValue(value.name(), text(option, value.value())));
        }
        return values;
    }

    /** Text that says something. */
    static String text(String option, String given) {
        if (given.isBlank()) {
            throw new UsageException(option + " is empty");
        }
        return given.strip();
    }

    private static NamedValue of(String text) {
        int equals = text.lastIndexOf('=');
        // A file may have such a character in its name.
        return equals < 0 || Files.exists(Path.of(text))
                ? new NamedValue(DeploymentMetadata.ONLY, text)
                : new NamedValue(text.substring(0, equals).strip(), text.substring(equals + 1));
    }
}
