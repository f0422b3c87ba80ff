// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import io.espalier.experiment.chart.Canvas.Anchor;

/** A rectangle with two axes, in which lines or points lie. */
record Plot(double left, double top, double width, double height, Scale across, Scale up) {
    double x(double value) {
        return left + width * across.place(value);
    }

    double y(double value) {
        return top + height * (1 - up.place(value));
    }

    void axes(Canvas canvas, String acrossLabel, String upLabel) {
        for (int mark = 0; mark <= up.steps(); mark++) {
            double y = y(up.mark(mark));
            canvas.line(left, y, left + width, y, Canvas.PALE, 1);
            canvas.text(left - 8, y + 4, up.label(mark), Anchor.END, Canvas.MUTED, false);
        }
        for (int mark = 0; mark <= across.steps(); mark++) {
            double x = x(across.mark(mark));
            canvas.line(x, top + height, x, top + height + 4, Canvas.MUTED, 1);
            canvas.text(x, top + height + 18, across.label(mark), Anchor.MIDDLE, Canvas.MUTED, false);
        }
        canvas.line(left, top + height, left + width, top + height, Canvas.MUTED, 1);
        canvas.text(left + width, top + height + 36, acrossLabel, Anchor.END, Canvas.INK, false);
        canvas.text(left, top - 8, upLabel, Anchor.START, Canvas.INK, false);
    }
}
