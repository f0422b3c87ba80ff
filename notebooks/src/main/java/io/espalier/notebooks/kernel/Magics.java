// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import io.espalier.base.EspalierVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a cell that are for the kernel and no Java. Everything that they could put on the class path is there already; what they
 * name is checked all the same.
 */
final class Magics {
    private static final Pattern LINE = Pattern.compile("^%(\\w+)\\s+(.*)$", Pattern.MULTILINE);
    private static final Pattern MODULE = Pattern.compile("io\\.espalier:espalier(?:-[a-z]+)?:(\\S+)");

    private Magics() {}

    /** The cell without these lines. */
    static String withoutThem(String cell) {
        Matcher lines = LINE.matcher(cell);
        StringBuilder java = new StringBuilder();
        while (lines.find()) {
            check(lines.group(1), lines.group(2).strip());
            lines.appendReplacement(java, "");
        }
        return lines.appendTail(java).toString();
    }

    private static void check(String magic, String argument) {
        Matcher module = MODULE.matcher(argument);
        if (!magic.equals("maven") || !module.matches()) {
            throw new CellFailedException(
                    "%" + magic + " " + argument + ": only %maven io.espalier:espalier...:VERSION is known here");
        }
        if (!module.group(1).equals(EspalierVersion.current())) {
            throw new CellFailedException("%maven " + argument + ": this is version " + EspalierVersion.current());
        }
    }
}
