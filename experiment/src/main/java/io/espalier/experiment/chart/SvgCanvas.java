// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.util.Locale;

/** Draws SVG 1.1 on white. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height, String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"%d\">",
                width, height, width, height, FONT_SIZE);
        add("<title>%s</title>", escaped(title));
        rectangle(0, 0, width, height, 0xffffff);
    }

    String toSvg() {
        return svg + "</svg>\n";
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int color) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06x\"/>", x, y, width, height, color);
    }

    @Override
    public void line(double fromX, double fromY, double toX, double toY, int color, double thickness) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#%06x\" stroke-width=\"%.1f\"/>",
                fromX, fromY, toX, toY, color, thickness);
    }

    @Override
    public void disc(double x, double y, double radius, int color) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#%06x\"/>", x, y, radius, color);
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, int color, boolean bold) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#%06x\"%s>%s</text>",
                x,
                y,
                anchor.name().toLowerCase(Locale.ROOT),
                color,
                bold ? " font-weight=\"bold\"" : "",
                escaped(text));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.US, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
