// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import java.util.List;

/**
 * Where everything stands, in whole pixels.
 *
 * @param corners the upper left corner of each box of the diagram
 * @param routes the way of each link: its points, from the edge of a box to that of another
 * @param strategy how it was found
 */
record GraphLayout(List<Point> corners, List<List<Point>> routes, int width, int height, Strategy strategy) {
    /** Up to so many boxes and places of links, all that ELK can do for a drawing takes a few seconds. */
    private static final int CAREFUL = 15_000;

    /** And up to so many, the quicker half of it. */
    private static final int QUICK = 40_000;

    GraphLayout {
        corners = List.copyOf(corners);
        routes = List.copyOf(routes);
    }

    /** A point. */
    record Point(int x, int y) {}

    /** How much is done for a drawing, from the most to the least. */
    enum Strategy {
        CAREFUL(""),
        QUICK("This graph is large: it was laid out with less care for crossing lines."),
        ROWS("This graph is very large: its boxes stand in rows, and its lines are straight.");

        private final String remark;

        Strategy(String remark) {
            this.remark = remark;
        }

        /** What a reader should know; or empty. */
        String remark() {
            return remark;
        }
    }

    /** Lays a diagram out, with as much care as its size allows. */
    static GraphLayout of(Diagram diagram) {
        return of(diagram, strategy(diagram));
    }

    /** Lays a diagram out. */
    static GraphLayout of(Diagram diagram, Strategy strategy) {
        return strategy == Strategy.ROWS ? RowLayout.of(diagram) : LayeredLayout.of(diagram, strategy);
    }

    private static Strategy strategy(Diagram diagram) {
        int[] layers = Links.layers(diagram.links(), diagram.boxes().size());
        long size = diagram.boxes().size()
                + diagram.links().stream()
                        .mapToLong(link -> Math.abs(layers[link.to()] - layers[link.from()]))
                        .sum();
        if (size <= CAREFUL) {
            return Strategy.CAREFUL;
        }
        return size <= QUICK ? Strategy.QUICK : Strategy.ROWS;
    }
}
