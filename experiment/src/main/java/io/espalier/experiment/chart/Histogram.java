// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** How often values other than zero occur: a row for each name, over one axis. */
record Histogram() implements Drawing {
    private static final int ROW = 96;
    private static final int BINS = 220;

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
        return series.size() * ROW + 36;
    }

    @Override
    public void draw(List<Series> series, Canvas canvas, int width) {
        double[] all = series.stream().flatMapToDouble(Series::stream).toArray();
        Scale scale = Scale.between(
                DoubleStream.of(all).min().orElse(0), DoubleStream.of(all).max().orElse(1));
        double left = 2 * MARGIN;
        double room = width - 4.0 * MARGIN;
        double bottom = TITLE_HEIGHT;
        for (Series one : series) {
            bottom += ROW;
            double zeros = 100.0 * one.stream().filter(value -> value == 0).count() / one.values().length;
            String note = zeros == 0 ? "" : String.format(Locale.US, " (%.1f%% zeros, not drawn)", zeros);
            canvas.text(left, bottom - ROW + 20, one.name() + note, Anchor.START, Canvas.INK, false);
            row(one, canvas, scale, left, room, bottom);
        }
        for (int mark = 0; mark <= scale.steps(); mark++) {
            double x = left + room * scale.place(scale.mark(mark));
            canvas.line(x, bottom, x, bottom + 4, Canvas.MUTED, 1);
            canvas.text(x, bottom + 18, scale.label(mark), Anchor.MIDDLE, Canvas.MUTED, false);
        }
    }

    private static void row(Series one, Canvas canvas, Scale scale, double left, double room, double bottom) {
        int[] counts = new int[BINS];
        int most = 1;
        for (double value : one.values()) {
            if (value != 0) {
                int bin = (int) Math.min(BINS - 1, scale.place(value) * BINS);
                most = Math.max(most, ++counts[bin]);
            }
        }
        for (int bin = 0; bin < BINS; bin++) {
            double height = (ROW - 32.0) * counts[bin] / most;
            // A value that is there is seen, however rare it is.
            height = counts[bin] > 0 ? Math.max(1, height) : 0;
            if (height > 0) {
                canvas.rectangle(left + room * bin / BINS, bottom - height, room / BINS, height, Canvas.color(0));
            }
        }
        canvas.line(left, bottom, left + room, bottom, Canvas.MUTED, 1);
    }
}
