// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

/** The functions that cells find in JJava. They show things on the {@link Screen} that is the standard output of cells. */
public final class CellFunctions {
    private CellFunctions() {}

    /** Shows a value below the cell: a picture as PNG, everything else as text. */
    public static void display(Object value) {
        display(value, new String[0]);
    }

    /** Shows a text below the cell as the MIME types that are named, such as {@code text/markdown}. */
    public static void display(Object value, String... types) {
        if (System.out instanceof Screen screen) {
            screen.show(Rendering.of(value, types));
        }
    }

    /** Prints to the cell's output. */
    public static void printf(String format, Object... arguments) {
        System.out.printf(format, arguments);
    }
}
