// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

/** What charts are drawn on; coordinates are pixels from the upper left corner. */
interface Canvas {
    int FONT_SIZE = 13;

    /** Colours as 0xRRGGBB. */
    int INK = 0x1f2328;

    int PALE = 0xd0d7de;
    int MUTED = 0x59636e;

    /** A colour of Okabe and Ito's, which also people tell apart who see few colours; they come again after six. */
    static int color(int place) {
        return switch (place % 6) {
            case 0 -> 0x0072b2;
            case 1 -> 0xd55e00;
            case 2 -> 0x009e73;
            case 3 -> 0xcc79a7;
            case 4 -> 0xe69f00;
            default -> 0x56b4e9;
        };
    }

    /** Where a text stands relative to its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rectangle(double x, double y, double width, double height, int color);

    void line(double fromX, double fromY, double toX, double toY, int color, double thickness);

    void disc(double x, double y, double radius, int color);

    /** @param y of the line that letters stand on */
    void text(double x, double y, String text, Anchor anchor, int color, boolean bold);

    /** About how wide a text is; wide enough for any usual font without serifs. */
    static double widthOf(String text) {
        return text.length() * FONT_SIZE * 0.58;
    }
}
