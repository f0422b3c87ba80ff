// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A small chart, as a picture or as SVG. Immutable: {@link #with} returns a new chart.
 *
 * <pre>{@code
 * Chart.bars("Bytes after gzip").with("float", 76_771).with("int8", 19_978).toImage()
 * }</pre>
 */
public final class Chart {
    private static final int WIDTH = 720;

    private final String title;
    private final Drawing drawing;
    private final List<Series> series;

    private Chart(String title, Drawing drawing, List<Series> series) {
        this.title = title;
        this.drawing = drawing;
        this.series = List.copyOf(series);
    }

    /** A chart of horizontal bars, one for each name, which has one value. Bars start at 0. */
    public static Chart bars(String title) {
        return new Chart(title, new Bars(), List.of());
    }

    /**
     * A chart of lines, one for each name. The first value of a line is at 1 of the axis, the second at 2, and so on.
     *
     * @param across what the horizontal axis counts, such as {@code epoch}
     * @param up what the vertical axis shows
     */
    public static Chart lines(String title, String across, String up) {
        return new Chart(title, new Lines(across, up), List.of());
    }

    /**
     * A chart of points, one for each name, which has two values: across and up.
     *
     * @param across what the horizontal axis shows
     * @param up what the vertical axis shows
     */
    public static Chart points(String title, String across, String up) {
        return new Chart(title, new Points(across, up), List.of());
    }

    /** How often values occur: a row of narrow bars for each name, from the least to the greatest value of all rows. Zeros are left out and counted beside. */
    public static Chart histogram(String title) {
        return new Chart(title, new Histogram(), List.of());
    }

    /**
     * Adds a bar, a line, a point or a row.
     *
     * @param values as many as the kind of chart takes for a name
     * @throws IllegalArgumentException if there are more or fewer, or one of them is not finite
     */
    public Chart with(String name, double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("'" + name + "' has a value that a chart cannot show: " + value);
            }
        }
        if (!drawing.takes(values.length)) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + values.length + " values; " + drawing.takes() + " are needed");
        }
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(name, values));
        return new Chart(title, drawing, more);
    }

    /**
     * The chart as a picture.
     *
     * @throws IllegalArgumentException if it shows nothing
     */
    public BufferedImage toImage() {
        PictureCanvas canvas = new PictureCanvas(WIDTH, height());
        draw(canvas);
        return canvas.picture();
    }

    /**
     * The chart as an SVG file, which needs no fonts on this machine.
     *
     * @throws IllegalArgumentException if it shows nothing
     */
    public String toSvg() {
        SvgCanvas canvas = new SvgCanvas(WIDTH, height(), title);
        draw(canvas);
        return canvas.toSvg();
    }

    private int height() {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("the chart '" + title + "' shows nothing; add values with with(...)");
        }
        return drawing.height(series) + Drawing.TITLE_HEIGHT;
    }

    private void draw(Canvas canvas) {
        canvas.text(Drawing.MARGIN, Drawing.TITLE_HEIGHT - 14, title, Canvas.Anchor.START, Canvas.INK, true);
        drawing.draw(series, canvas, WIDTH);
    }
}
