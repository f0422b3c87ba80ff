// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import java.util.regex.Pattern;

/** Names of files that stay in their folder on every system. */
final class FileNames {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private FileNames() {}

    /** @throws RecipeException if it is none */
    static String check(String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new RecipeException(
                    "'" + name
                            + "' is not a valid file name; use letters, digits, '.', '-' and '_', and start with a letter or a digit");
        }
        return name;
    }
}
