// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

/**
 * Which rows of an input a row of the output needs: from {@code y * stride - before}, as many as {@code extent}, as far as there are any.
 *
 * @param rows of the whole input
 */
public record Window(int rows, int stride, int before, int extent) {

    /** Row y needs row y alone. */
    public static Window same(int rows) {
        return new Window(rows, 1, 0, 1);
    }

    /** The first row that row y needs. */
    public int first(int y) {
        return Math.max(0, y * stride - before);
    }

    /** How many rows there must be before row y can be computed. */
    public int needed(int y) {
        return Math.max(0, Math.min(rows, y * stride - before + extent));
    }
}
