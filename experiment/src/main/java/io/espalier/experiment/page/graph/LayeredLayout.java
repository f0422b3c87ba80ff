// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import io.espalier.experiment.page.graph.GraphLayout.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final List<ElkNode> nodes = new ArrayList<>();
    private final List<ElkEdge> edges = new ArrayList<>();

    private LayeredLayout(Diagram diagram, Strategy strategy) {
        this.diagram = diagram;
        this.strategy = strategy;
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
        for (Box box : diagram.boxes()) {
            ElkNode node = ElkGraphUtil.createNode(root);
            node.setDimensions(box.width(), box.height());
            node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
            nodes.add(node);
        }
        links();
        new LayeredLayoutProvider().layout(root, new NullElkProgressMonitor());
        return new GraphLayout(
                nodes.stream().map(node -> point(node.getX(), node.getY())).toList(),
                edges.stream().map(LayeredLayout::route).toList(),
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
        Map<Source, ElkPort> sources = new HashMap<>();
        Map<Integer, ElkPort> targets = new HashMap<>();
        for (Link link : diagram.links()) {
            ElkPort source = sources.computeIfAbsent(
                    new Source(link.from(), link.tensor()), made -> port(made.box, PortSide.SOUTH));
            ElkPort target = targets.computeIfAbsent(link.to(), box -> port(box, PortSide.NORTH));
            edges.add(ElkGraphUtil.createSimpleEdge(source, target));
        }
    }

    private record Source(int box, int tensor) {}

    private ElkPort port(int box, PortSide side) {
        ElkPort port = ElkGraphUtil.createPort(nodes.get(box));
        port.setProperty(CoreOptions.PORT_SIDE, side);
        return port;
    }

    private static List<Point> route(ElkEdge edge) {
        ElkEdgeSection section = edge.getSections().get(0);
        List<Point> points = new ArrayList<>();
        points.add(point(section.getStartX(), section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(point(bend.getX(), bend.getY())));
        points.add(point(section.getEndX(), section.getEndY()));
        return points;
    }

    private static Point point(double x, double y) {
        return new Point((int) Math.round(x), (int) Math.round(y));
    }
}
