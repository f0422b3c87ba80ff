// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import io.espalier.experiment.page.graph.GraphLayout.Strategy;
import java.util.ArrayList;
import java.util.List;

/** Boxes in rows, one for each layer, in the order in which they run: in a time that grows with their number alone. */
final class RowLayout {
    private static final int GAP = 24;
    private static final int BETWEEN_ROWS = 36;

    private RowLayout() {}

    static GraphLayout of(Diagram diagram) {
        List<Box> boxes = diagram.boxes();
        int[] layers = Links.layers(diagram.links(), boxes.size());
        int rows = 0;
        for (int layer : layers) {
            rows = Math.max(rows, layer + 1);
        }
        int[] widths = new int[rows];
        int[] heights = new int[rows];
        for (int index = 0; index < boxes.size(); index++) {
            int row = Math.max(0, layers[index]);
            widths[row] += boxes.get(index).width() + GAP;
            heights[row] = Math.max(heights[row], boxes.get(index).height());
        }
        int widest = 0;
        int[] tops = new int[rows];
        int height = GAP;
        for (int row = 0; row < rows; row++) {
            tops[row] = height;
            height += heights[row] + BETWEEN_ROWS;
            widest = Math.max(widest, widths[row]);
        }
        int[] ends = new int[rows];
        for (int row = 0; row < rows; row++) {
            ends[row] = (widest - widths[row]) / 2 + GAP;
        }
        List<Point> corners = new ArrayList<>();
        for (int index = 0; index < boxes.size(); index++) {
            int row = Math.max(0, layers[index]);
            corners.add(new Point(ends[row], tops[row]));
            ends[row] += boxes.get(index).width() + GAP;
        }
        return new GraphLayout(corners, routes(diagram, corners), widest + GAP, height, Strategy.ROWS);
    }

    private static List<List<Point>> routes(Diagram diagram, List<Point> corners) {
        List<List<Point>> routes = new ArrayList<>();
        for (Link link : diagram.links()) {
            Box from = diagram.boxes().get(link.from());
            Box to = diagram.boxes().get(link.to());
            Point start = corners.get(link.from());
            Point end = corners.get(link.to());
            routes.add(List.of(
                    new Point(start.x() + from.width() / 2, start.y() + from.height()),
                    new Point(end.x() + to.width() / 2, end.y())));
        }
        return routes;
    }
}
