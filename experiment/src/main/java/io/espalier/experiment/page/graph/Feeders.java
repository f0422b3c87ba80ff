// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.Diagram.Role;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operators that need nothing computed and serve one operator alone, such as those that unpack weights. They stand at the right of it, so that what
 * flows through the network stays in a line.
 */
final class Feeders {
    private static final int NONE = -1;
    private static final int GAP = 26;
    private static final int BETWEEN = 8;

    private final List<Box> boxes;
    private final int[] hosts;
    private final List<List<Integer>> feeders;

    Feeders(Diagram diagram) {
        boxes = diagram.boxes();
        hosts = new int[boxes.size()];
        Arrays.fill(hosts, NONE);
        int[] into = new int[boxes.size()];
        int[] outOf = new int[boxes.size()];
        for (Link link : diagram.links()) {
            into[link.to()]++;
            outOf[link.from()]++;
        }
        feeders = IntStream.range(0, boxes.size())
                .<List<Integer>>mapToObj(box -> new ArrayList<>(0))
                .toList();
        for (Link link : diagram.links()) {
            int box = link.from();
            boolean isFeeder = into[box] == 0 && outOf[box] == 1 && into[link.to()] > 0 && isOperator(box);
            if (isFeeder && isOperator(link.to())) {
                hosts[box] = link.to();
                feeders.get(link.to()).add(box);
            }
        }
    }

    private boolean isOperator(int box) {
        return boxes.get(box).role() == Role.OPERATOR;
    }

    boolean isFeeder(int box) {
        return hosts[box] != NONE;
    }

    boolean hasFeeders(int box) {
        return !feeders.get(box).isEmpty();
    }

    /** Of the box and what stands beside it. */
    int width(int box) {
        int beside = feeders.get(box).stream()
                .mapToInt(feeder -> boxes.get(feeder).width())
                .max()
                .orElse(-GAP);
        return boxes.get(box).width() + GAP + beside;
    }

    /** Of the box or what stands beside it, whichever is higher. */
    int height(int box) {
        return Math.max(boxes.get(box).height(), stackHeight(box));
    }

    private int stackHeight(int box) {
        return feeders.get(box).stream()
                .mapToInt(feeder -> boxes.get(feeder).height() + BETWEEN)
                .reduce(-BETWEEN, Integer::sum);
    }

    /** How far below the upper edge of the whole the box begins. */
    int top(int box) {
        return (height(box) - boxes.get(box).height()) / 2;
    }

    /** Sets the corners of the box and of what stands beside it. */
    void place(int box, Point corner, Point[] corners) {
        corners[box] = new Point(corner.x(), corner.y() + top(box));
        int y = corner.y() + (height(box) - stackHeight(box)) / 2;
        for (int feeder : feeders.get(box)) {
            corners[feeder] = new Point(corner.x() + boxes.get(box).width() + GAP, y);
            y += boxes.get(feeder).height() + BETWEEN;
        }
    }

    /** From the left edge of a feeder to the right edge of its box. */
    List<Point> route(int feeder, Point[] corners) {
        int host = hosts[feeder];
        Point from = corners[feeder];
        Point to = corners[host];
        int startY = from.y() + boxes.get(feeder).height() / 2;
        int right = to.x() + boxes.get(host).width();
        int lowest = to.y() + boxes.get(host).height() - 6;
        int endY = Math.max(to.y() + 6, Math.min(lowest, startY));
        List<Point> route = new ArrayList<>();
        route.add(new Point(from.x(), startY));
        if (startY != endY) {
            route.add(new Point(right + GAP / 2, startY));
            route.add(new Point(right + GAP / 2, endY));
        }
        route.add(new Point(right, endY));
        return route;
    }
}
