// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;
import java.util.List;

/** Horizontal bars that start at 0, each with its value behind it. */
record Bars() implements Drawing {
    private static final int ROW = 24;

    @Override
    public boolean takes(int values) {
        return values == 1;
    }

    @Override
    public String takes() {
        return "one";
    }

    @Override
    public int height(List<Series> series) {
        return series.size() * ROW + MARGIN;
    }

    @Override
    public void draw(List<Series> series, Canvas canvas, int width) {
        double names = Drawing.widthOfNames(series);
        double figures = series.stream()
                .mapToDouble(one -> Canvas.widthOf(Scale.text(one.first())))
                .max()
                .orElse(0);
        double greatest = series.stream().mapToDouble(Series::first).max().orElse(0);
        double left = MARGIN + names;
        double room = width - left - figures - 2 * MARGIN;
        double y = TITLE_HEIGHT;
        for (Series one : series) {
            double length = greatest > 0 ? Math.max(0, room * one.first() / greatest) : 0;
            canvas.text(left - 8, y + 15, one.name(), Anchor.END, Canvas.INK, false);
            canvas.rectangle(left, y + 3, Math.max(1, length), ROW - 8, Canvas.color(0));
            canvas.text(left + length + 6, y + 15, Scale.text(one.first()), Anchor.START, Canvas.MUTED, false);
            y += ROW;
        }
    }
}
