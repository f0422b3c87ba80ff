// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.experiment.page.graph.Diagram.Box;
import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.experiment.page.graph.Diagram.Role;
import io.espalier.experiment.page.graph.GraphLayout.Point;
import io.espalier.experiment.page.graph.GraphLayout.Strategy;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.inspect.Inspection;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphLayoutTest {
    static Stream<Named<Graph>> graphs() {
        return Stream.of(
                Named.of("branches", Graphs.branches()),
                Named.of("recurrent", Graphs.recurrent()),
                Named.of("loop", Graphs.loop()),
                Named.of("disordered", Graphs.disordered()),
                Named.of("far", Graphs.chain(600, 300)));
    }

    private static List<Diagram> diagrams(Graph graph) {
        Inspection inspection = Graphs.inspected(graph);
        return graph.subgraphs().stream()
                .map(subgraph -> DiagramBuilder.of(OperatorWords.ofTflite(inspection), subgraph))
                .toList();
    }

    private static List<Rectangle> places(Diagram diagram, GraphLayout layout) {
        List<Rectangle> places = new ArrayList<>();
        for (int index = 0; index < diagram.boxes().size(); index++) {
            Box box = diagram.boxes().get(index);
            Point corner = layout.corners().get(index);
            places.add(new Rectangle(corner.x(), corner.y(), box.width(), box.height()));
        }
        return places;
    }

    private static void assertNoneOverlap(List<Rectangle> places) {
        List<Rectangle> sorted = new ArrayList<>(places);
        sorted.sort(Comparator.comparingInt(place -> place.y));
        for (int index = 0; index < sorted.size(); index++) {
            Rectangle place = sorted.get(index);
            for (int next = index + 1; next < sorted.size() && sorted.get(next).y < place.getMaxY(); next++) {
                assertThat(place.intersects(sorted.get(next)))
                        .as("%s and %s", place, sorted.get(next))
                        .isFalse();
            }
        }
    }

    private static boolean isOnEdge(Point point, Rectangle place) {
        Rectangle grown = new Rectangle(place.x, place.y, place.width + 1, place.height + 1);
        Rectangle inside = new Rectangle(place.x + 1, place.y + 1, place.width - 1, place.height - 1);
        return grown.contains(point.x(), point.y()) && !inside.contains(point.x(), point.y());
    }

    private static void assertSound(Diagram diagram, GraphLayout layout) {
        List<Rectangle> places = places(diagram, layout);
        assertNoneOverlap(places);
        Rectangle paper = new Rectangle(0, 0, layout.width(), layout.height());
        assertThat(places).allMatch(paper::contains);
        for (int index = 0; index < diagram.links().size(); index++) {
            Link link = diagram.links().get(index);
            List<Point> route = layout.routes().get(index);
            assertThat(isOnEdge(route.get(0), places.get(link.from())))
                    .as("%s begins at %s", link, route)
                    .isTrue();
            assertThat(isOnEdge(route.get(route.size() - 1), places.get(link.to())))
                    .as("%s ends at %s", link, route)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void boxesKeepClearOfEachOtherAndLinesJoinThem(Graph graph) {
        for (Diagram diagram : diagrams(graph)) {
            assertSound(diagram, GraphLayout.of(diagram));
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void everyStrategyLaysTheSameOut(Strategy strategy) {
        for (Diagram diagram : diagrams(Graphs.branches())) {
            assertSound(diagram, GraphLayout.of(diagram, strategy));
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyOperatorIsDrawnOnceAndEveryTensorThatIsReadIsLinked(Graph graph) {
        List<Diagram> diagrams = diagrams(graph);
        for (int number = 0; number < diagrams.size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            assertThat(diagrams.get(number).boxes())
                    .filteredOn(box -> box.role() == Role.OPERATOR)
                    .extracting(Box::number)
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(
                                    0, subgraph.operators().size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void linesAreStraightOrAtRightAngles() {
        Diagram diagram = diagrams(Graphs.recurrent()).get(0);

        for (List<Point> route : GraphLayout.of(diagram).routes()) {
            for (int place = 1; place < route.size(); place++) {
                Point before = route.get(place - 1);
                Point at = route.get(place);
                assertThat(before.x() == at.x() || before.y() == at.y())
                        .as(route.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void aModelOfFiveThousandOperatorsIsLaidOut() {
        Diagram diagram = diagrams(Graphs.chain(5_000, 0)).get(0);

        GraphLayout layout = GraphLayout.of(diagram);

        assertThat(layout.strategy()).isEqualTo(Strategy.CAREFUL);
        assertSound(diagram, layout);
    }

    @Test
    void ofVeryManyBoxesRowsAreDrawn() {
        Diagram diagram = diagrams(Graphs.chain(50_000, 0)).get(0);

        GraphLayout layout = GraphLayout.of(diagram);

        assertThat(layout.strategy()).isEqualTo(Strategy.ROWS);
        assertSound(diagram, layout);
    }

    @Test
    void linksThatWouldPassTooManyLayersAreToldInWords() {
        Diagram diagram = diagrams(Graphs.chain(600, 300)).get(0);

        assertThat(diagram.far()).isNotEmpty();
        assertThat(diagram.boxes().get(diagram.far().get(0).to()).lines()).anyMatch(line -> line.contains("from "));
        assertThat(diagram.boxes().get(diagram.far().get(0).from()).lines()).anyMatch(line -> line.contains("to Op#"));
    }
}
