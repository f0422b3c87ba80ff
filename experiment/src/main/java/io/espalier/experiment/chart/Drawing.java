// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.util.List;

/** A kind of chart. */
interface Drawing {
    /** Above, for the title. */
    int TITLE_HEIGHT = 34;

    /** On all sides. */
    int MARGIN = 12;

    /** Whether a name has so many values. */
    boolean takes(int values);

    /** How many, in words. */
    String takes();

    /** What it needs below the title. */
    int height(List<Series> series);

    /** Draws below the title. */
    void draw(List<Series> series, Canvas canvas, int width);

    /** The room that the longest name takes. */
    static double widthOfNames(List<Series> series) {
        return series.stream()
                .mapToDouble(one -> Canvas.widthOf(one.name()))
                .max()
                .orElse(0);
    }
}
