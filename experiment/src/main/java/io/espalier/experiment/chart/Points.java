// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;
import java.util.List;

/** Points, each with its name beside the plot. */
record Points(String across, String up) implements Drawing {
    private static final int LEAST_HEIGHT = 240;
    private static final int AXIS_WIDTH = 60;

    @Override
    public boolean takes(int values) {
        return values == 2;
    }

    @Override
    public String takes() {
        return "two";
    }

    @Override
    public int height(List<Series> series) {
        return plotHeight(series) + 70;
    }

    private static int plotHeight(List<Series> series) {
        return Math.max(LEAST_HEIGHT, series.size() * SideLabels.ROW);
    }

    @Override
    public void draw(List<Series> series, Canvas canvas, int width) {
        double names = Drawing.widthOfNames(series);
        Plot plot = new Plot(
                AXIS_WIDTH,
                TITLE_HEIGHT + 20,
                width - AXIS_WIDTH - names - 5 * MARGIN,
                plotHeight(series),
                scale(series, 0),
                scale(series, 1));
        plot.axes(canvas, across, up);
        SideLabels labels = new SideLabels(plot);
        for (Series one : series) {
            labels.add(one.name(), plot.x(one.values()[0]), plot.y(one.values()[1]), Canvas.INK);
        }
        labels.draw(canvas, Anchor.START);
        for (Series one : series) {
            canvas.disc(plot.x(one.values()[0]), plot.y(one.values()[1]), 5, Canvas.color(0));
        }
    }

    private static Scale scale(List<Series> series, int axis) {
        return Scale.between(
                series.stream().mapToDouble(one -> one.values()[axis]).min().orElse(0),
                series.stream().mapToDouble(one -> one.values()[axis]).max().orElse(1));
    }
}
