// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import io.espalier.experiment.page.graph.GraphLayout.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Layers from top to bottom with lines at right angles, by ELK's implementation of the method of Sugiyama, Tagawa and Toda (1981).
 *
 * @see <a href="https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html">ELK Layered</a>
 */
final class LayeredLayout {
    /** ELK follows links by recursion, as deep as the graph. */
    private static final long STACK_BYTES = 1L << 30;

    private static final double BETWEEN_BOXES = 28;
    private static final double BETWEEN_LAYERS = 26;
    private static final double BETWEEN_LINES = 10;
    private static final double MARGIN = 16;

    private final Diagram diagram;
    private final Strategy strategy;
    private final Feeders feeders;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<Integer, ElkNode> nodes = new LinkedHashMap<>();
    private final Map<Link, ElkEdge> edges = new HashMap<>();

    private LayeredLayout(Diagram diagram, Strategy strategy) {
        this.diagram = diagram;
        this.strategy = strategy;
        this.feeders = new Feeders(diagram);
    }

    static GraphLayout of(Diagram diagram, Strategy strategy) {
        return onDeepStack(() -> new LayeredLayout(diagram, strategy).layout());
    }

    private static GraphLayout onDeepStack(Callable<GraphLayout> work) {
        FutureTask<GraphLayout> task = new FutureTask<>(work);
        new Thread(null, task, "layout", STACK_BYTES).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the graph cannot be laid out", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a graph was laid out", e);
        }
    }

    private GraphLayout layout() {
        // Its first use teaches ELK to copy the defaults of its own options.
        LayoutMetaDataService.getInstance();
        settings();
        for (int box = 0; box < diagram.boxes().size(); box++) {
            if (!feeders.isFeeder(box)) {
                ElkNode node = ElkGraphUtil.createNode(root);
                node.setDimensions(feeders.width(box), feeders.height(box));
                node.setProperty(
                        CoreOptions.PORT_CONSTRAINTS,
                        feeders.hasFeeders(box) ? PortConstraints.FIXED_POS : PortConstraints.FIXED_SIDE);
                nodes.put(box, node);
            }
        }
        links();
        new LayeredLayoutProvider().layout(root, new NullElkProgressMonitor());
        Point[] corners = new Point[diagram.boxes().size()];
        nodes.forEach((box, node) -> feeders.place(box, point(node.getX(), node.getY()), corners));
        return new GraphLayout(
                Arrays.asList(corners),
                diagram.links().stream().map(link -> route(link, corners)).toList(),
                (int) Math.ceil(root.getWidth()),
                (int) Math.ceil(root.getHeight()),
                strategy);
    }

    private void settings() {
        root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(CoreOptions.RANDOM_SEED, 1);
        root.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN));
        root.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
        root.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        root.setProperty(CoreOptions.SPACING_NODE_NODE, BETWEEN_BOXES);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, BETWEEN_LINES);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, BETWEEN_LINES);
        root.setProperty(CoreOptions.SPACING_EDGE_NODE, BETWEEN_LINES);
        root.setProperty(CoreOptions.SPACING_EDGE_EDGE, BETWEEN_LINES);
        if (strategy == Strategy.QUICK) {
            root.setProperty(LayeredOptions.THOROUGHNESS, 1);
            root.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.LONGEST_PATH);
        }
    }

    /** Lines of one tensor are one line at first, and those that enter a box are one line at last: what stands in a chain stays in a line. */
    private void links() {
        Map<Integer, Map<Integer, ElkPort>> sources = new HashMap<>();
        Map<Integer, ElkPort> targets = new HashMap<>();
        for (Link link : diagram.links()) {
            if (!feeders.isFeeder(link.from())) {
                ElkPort source = sources.computeIfAbsent(link.from(), box -> new LinkedHashMap<>())
                        .computeIfAbsent(link.tensor(), tensor -> port(link.from(), PortSide.SOUTH));
                ElkPort target = targets.computeIfAbsent(link.to(), box -> port(box, PortSide.NORTH));
                edges.put(link, ElkGraphUtil.createSimpleEdge(source, target));
            }
        }
        targets.forEach((box, port) -> port.setX(diagram.boxes().get(box).width() / 2.0));
        sources.forEach((box, ports) -> {
            int place = 0;
            for (ElkPort port : ports.values()) {
                place++;
                port.setLocation(
                        Math.rint(diagram.boxes().get(box).width() * place / (ports.size() + 1.0)),
                        feeders.height(box));
            }
        });
    }

    private ElkPort port(int box, PortSide side) {
        ElkPort port = ElkGraphUtil.createPort(Objects.requireNonNull(nodes.get(box)));
        port.setProperty(CoreOptions.PORT_SIDE, side);
        return port;
    }

    private List<Point> route(Link link, Point[] corners) {
        if (feeders.isFeeder(link.from())) {
            return feeders.route(link.from(), corners);
        }
        ElkEdgeSection section =
                Objects.requireNonNull(edges.get(link)).getSections().get(0);
        int bottom = corners[link.from()].y() + diagram.boxes().get(link.from()).height();
        List<Point> points = new ArrayList<>();
        points.add(new Point((int) Math.round(section.getStartX()), bottom));
        section.getBendPoints().forEach(bend -> points.add(point(bend.getX(), bend.getY())));
        points.add(new Point((int) Math.round(section.getEndX()), corners[link.to()].y()));
        return points;
    }

    private static Point point(double x, double y) {
        return new Point((int) Math.round(x), (int) Math.round(y));
    }
}
