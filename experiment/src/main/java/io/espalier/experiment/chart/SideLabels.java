// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names in a column beside a plot, each at the height of what it names or as near as the others let it. They never overlap. */
final class SideLabels {
    /** The height of one. */
    static final int ROW = 16;

    private static final int GAP = 36;

    private final Plot plot;
    private final List<Label> labels = new ArrayList<>();

    SideLabels(Plot plot) {
        this.plot = plot;
    }

    private record Label(String name, double x, double y, int color) {}

    void add(String name, double x, double y, int color) {
        labels.add(new Label(name, x, y, color));
    }

    void draw(Canvas canvas, Anchor anchor) {
        labels.sort(Comparator.comparingDouble(Label::y).thenComparing(Label::x, Comparator.reverseOrder()));
        double[] heights = new double[labels.size()];
        for (int place = 0; place < heights.length; place++) {
            double above = place == 0 ? Double.NEGATIVE_INFINITY : heights[place - 1] + ROW;
            heights[place] = Math.max(labels.get(place).y(), above);
        }
        // No lower than the axis, which lines to names would cross.
        double below = plot.top() + plot.height() - 2;
        for (int place = heights.length - 1; place >= 0; place--) {
            heights[place] = Math.min(heights[place], below);
            below = heights[place] - ROW;
        }
        double left = plot.left() + plot.width() + GAP;
        for (int place = 0; place < heights.length; place++) {
            Label label = labels.get(place);
            canvas.line(label.x() + 5, label.y(), left - 4, heights[place], Canvas.PALE, 1);
            canvas.text(left, heights[place] + 4, label.name(), anchor, label.color(), false);
        }
    }
}
