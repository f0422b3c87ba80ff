// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lines over 1, 2, 3 and so on, each with its name at its end. */
record Lines(String across, String up) implements Drawing {
    private static final int PLOT_HEIGHT = 220;
    private static final int AXIS_WIDTH = 60;

    @Override
    public boolean takes(int values) {
        return values > 0;
    }

    @Override
    public String takes() {
        return "one or more";
    }

    @Override
    public int height(List<Series> series) {
        return PLOT_HEIGHT + 70;
    }

    @Override
    public void draw(List<Series> series, Canvas canvas, int width) {
        double names = Drawing.widthOfNames(series);
        int most = series.stream().mapToInt(one -> one.values().length).max().orElse(1);
        double[] all = series.stream().flatMapToDouble(Series::stream).toArray();
        Plot plot = new Plot(
                AXIS_WIDTH,
                TITLE_HEIGHT + 20,
                width - AXIS_WIDTH - names - 4 * MARGIN,
                PLOT_HEIGHT,
                most > 1 ? Scale.whole(1, most) : new Scale(0, 1, 2),
                Scale.between(
                        DoubleStream.of(all).min().orElse(0),
                        DoubleStream.of(all).max().orElse(1)));
        plot.axes(canvas, across, up);
        SideLabels labels = new SideLabels(plot);
        for (int place = 0; place < series.size(); place++) {
            Series one = series.get(place);
            int color = Canvas.color(place);
            double[] values = one.values();
            for (int i = 1; i < values.length; i++) {
                canvas.line(plot.x(i), plot.y(values[i - 1]), plot.x(i + 1.0), plot.y(values[i]), color, 2);
            }
            canvas.disc(plot.x(values.length), plot.y(values[values.length - 1]), 3, color);
            labels.add(one.name(), plot.x(values.length), plot.y(values[values.length - 1]), color);
        }
        labels.draw(canvas, Anchor.START);
    }
}
