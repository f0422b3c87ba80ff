// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

/**
 * How wide text is at most, whatever sans-serif font the reader's system has: the drawing is laid out where no font is known. The figures are
 * those of DejaVu Sans, the widest of the usual ones, rounded up.
 */
final class TextWidth {
    private static final String NARROW = " .,:;|!'iljt()[]/If";
    private static final String WIDE = "mwMWOQGD%@\u00d7\u2192\u21b3+=<>";
    private static final int BEYOND_LATIN = 0x250;

    private TextWidth() {}

    /** In pixels. */
    static int of(String text, int size, boolean bold) {
        double ems = text.codePoints().mapToDouble(TextWidth::ems).sum();
        return (int) Math.ceil(ems * size * (bold ? 1.1 : 1));
    }

    private static double ems(int character) {
        if (NARROW.indexOf(character) >= 0) {
            return 0.42;
        }
        if (WIDE.indexOf(character) >= 0) {
            return 0.96;
        }
        if (character >= BEYOND_LATIN) {
            return 1.05;
        }
        return Character.isUpperCase(character) ? 0.72 : 0.64;
    }
}
