// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.Diagram.Role;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import java.util.List;

/** A diagram as SVG: classes instead of styles, whole numbers, and the links' ends once for all of them. */
final class SvgText {
    private static final int RADIUS = 5;
    private static final int TITLE_BASE = 15;
    private static final int LINE_BASE = 12;
    private static final int GROUP = 40;

    private final StringBuilder out = new StringBuilder();

    private SvgText() {}

    /** @param label what the drawing shows, for those who do not see it */
    static Html of(Diagram diagram, GraphLayout layout, String label) {
        SvgText text = new SvgText();
        text.write(diagram, layout, label);
        return Html.trusted(text.out.toString());
    }

    private void write(Diagram diagram, GraphLayout layout, String label) {
        out.append("<svg class=\"graph\" role=\"img\" width=\"").append(layout.width());
        out.append("\" height=\"").append(layout.height());
        out.append("\" viewBox=\"0 0 ").append(layout.width()).append(' ').append(layout.height());
        out.append("\" aria-label=\"").append(Html.escaped(label)).append("\">\n<g class=\"world\">");
        out.append("<g class=\"links\" data-ends=\"");
        String gap = "";
        for (Link link : diagram.links()) {
            out.append(gap).append(link.from()).append(' ').append(link.to());
            gap = " ";
        }
        out.append("\">");
        for (int index = 0; index < layout.routes().size(); index++) {
            group(index);
            out.append("<path d=\"");
            path(layout.routes().get(index));
            out.append("\"/>");
        }
        out.append(layout.routes().isEmpty() ? "" : "</g>");
        out.append("</g><g class=\"boxes\" data-inputs=\"");
        ends(diagram, Role.INPUT);
        out.append("\" data-outputs=\"");
        ends(diagram, Role.OUTPUT);
        out.append("\">");
        for (int index = 0; index < diagram.boxes().size(); index++) {
            group(index);
            box(diagram.boxes().get(index), layout.corners().get(index));
        }
        out.append(diagram.boxes().isEmpty() ? "" : "</g>").append("</g></g></svg>");
    }

    /** Groups of neighbours: what a script shows or hides at once. */
    private void group(int index) {
        if (index % GROUP == 0) {
            out.append(index == 0 ? "\n<g>" : "</g>\n<g>");
        }
    }

    private void ends(Diagram diagram, Role role) {
        String gap = "";
        for (Box box : diagram.boxes()) {
            if (box.role() == role) {
                out.append(gap).append(box.number());
                gap = " ";
            }
        }
    }

    /** Straight pieces, joined by round corners. */
    private void path(List<Point> route) {
        Point start = route.get(0);
        out.append('M').append(start.x()).append(' ').append(start.y());
        for (int place = 1; place < route.size(); place++) {
            Point before = route.get(place - 1);
            Point at = route.get(place);
            if (place + 1 < route.size()) {
                corner(before, at, route.get(place + 1));
            } else {
                out.append('L').append(at.x()).append(' ').append(at.y());
            }
        }
    }

    private void corner(Point before, Point at, Point after) {
        int radius = Math.min(RADIUS, Math.min(length(before, at), length(at, after)) / 2);
        Point in = towards(at, before, radius);
        Point beyond = towards(at, after, radius);
        out.append('L').append(in.x()).append(' ').append(in.y());
        out.append('Q').append(at.x()).append(' ').append(at.y());
        out.append(' ').append(beyond.x()).append(' ').append(beyond.y());
    }

    private static int length(Point one, Point other) {
        return Math.abs(one.x() - other.x()) + Math.abs(one.y() - other.y());
    }

    private static Point towards(Point from, Point to, int distance) {
        return new Point(
                from.x() + Integer.signum(to.x() - from.x()) * distance,
                from.y() + Integer.signum(to.y() - from.y()) * distance);
    }

    private void box(Box box, Point corner) {
        int width = box.width();
        int height = box.height();
        out.append("<g class=\"b");
        if (box.role() == Role.OPERATOR) {
            out.append(" k").append(box.colours().kind());
            out.append(" f").append(box.colours().form());
        } else {
            out.append(" end");
        }
        out.append("\" transform=\"translate(").append(corner.x()).append(',').append(corner.y());
        out.append(")\"><rect width=\"").append(width);
        out.append("\" height=\"").append(height);
        out.append("\" rx=\"5\"/>");
        if (box.role() == Role.OPERATOR) {
            head(width, box.lines().isEmpty());
        }
        out.append("<text x=\"").append(Box.MARGIN);
        out.append("\" y=\"").append(TITLE_BASE).append("\">");
        out.append(Html.escaped(box.title())).append("</text>");
        if (!box.tail().isEmpty()) {
            out.append("<text class=\"t\" x=\"").append(width - Box.MARGIN);
            out.append("\" y=\"").append(TITLE_BASE).append("\">");
            out.append(Html.escaped(box.tail())).append("</text>");
        }
        for (int line = 0; line < box.lines().size(); line++) {
            out.append("<text class=\"l\" x=\"").append(Box.MARGIN);
            out.append("\" y=\"").append(Box.TITLE_HEIGHT + LINE_BASE + line * Box.LINE_HEIGHT);
            out.append("\">").append(Html.escaped(box.lines().get(line))).append("</text>");
        }
        out.append("</g>");
    }

    /** The upper part of the box, with its round corners. */
    private void head(int width, boolean isAll) {
        int side = Box.TITLE_HEIGHT - RADIUS;
        int top = width - 2 * RADIUS;
        out.append("<path d=\"M0 ")
                .append(RADIUS)
                .append("q0-5 5-5h")
                .append(top)
                .append("q5 0 5 5");
        if (isAll) {
            out.append('v')
                    .append(side - RADIUS)
                    .append("q0 5-5 5h")
                    .append(-top)
                    .append("q-5 0-5-5z\"/>");
        } else {
            out.append('v').append(side).append('h').append(-width).append("z\"/>");
        }
    }
}
