// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.graph.Diagram.Link;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The links of a subgraph, between boxes in the order of {@link Diagram}: inputs, operators, outputs.
 *
 * @param near those that a drawing can hold
 * @param far the longest, if all together would pass so many layers that neither layout nor reader could follow
 */
record Links(List<Link> near, List<Link> far) {
    /** Places in layers that links may pass in all: each costs the layout about as much as a box. */
    static final int MOST_PLACES = 8_000;

    static Links of(Subgraph subgraph) {
        List<Link> all = all(subgraph);
        int boxes = subgraph.inputs().size()
                + subgraph.operators().size()
                + subgraph.outputs().size();
        int[] layers = layers(all, boxes);
        List<Link> byLength = new ArrayList<>(all);
        byLength.sort(Comparator.comparingInt(link -> passed(link, layers)));
        Set<Link> near = new HashSet<>();
        long places = 0;
        for (Link link : byLength) {
            places += passed(link, layers);
            if (places <= MOST_PLACES) {
                near.add(link);
            }
        }
        return new Links(
                all.stream().filter(near::contains).toList(),
                all.stream().filter(link -> !near.contains(link)).toList());
    }

    private static List<Link> all(Subgraph subgraph) {
        int inputs = subgraph.inputs().size();
        List<Operator> operators = subgraph.operators();
        int[] makers = new int[subgraph.tensors().size()];
        Arrays.fill(makers, -1);
        // A file may hold operators in a wrong order, and is drawn all the same: who makes a tensor later counts until
        // it was made before.
        for (int number = operators.size() - 1; number >= 0; number--) {
            make(makers, operators.get(number), inputs + number);
        }
        for (int position = 0; position < inputs; position++) {
            makers[subgraph.inputs().get(position)] = position;
        }
        Set<Link> seen = new HashSet<>();
        List<Link> links = new ArrayList<>();
        for (int number = 0; number < operators.size(); number++) {
            int box = inputs + number;
            operators.get(number).inputs().stream()
                    .filter(tensor -> tensor != Operator.ABSENT && makers[tensor] >= 0 && makers[tensor] != box)
                    .mapToObj(tensor -> new Link(makers[tensor], box, tensor))
                    .filter(seen::add)
                    .forEach(links::add);
            make(makers, operators.get(number), box);
        }
        for (int position = 0; position < subgraph.outputs().size(); position++) {
            int tensor = subgraph.outputs().get(position);
            if (makers[tensor] >= 0) {
                links.add(new Link(makers[tensor], inputs + operators.size() + position, tensor));
            }
        }
        return links;
    }

    private static void make(int[] makers, Operator operator, int box) {
        operator.outputs().stream().filter(tensor -> tensor != Operator.ABSENT).forEach(tensor -> makers[tensor] = box);
    }

    /** How far each box is from the first, by the longest way; a box that needs nothing stands above the first that needs it. */
    static int[] layers(List<Link> links, int boxes) {
        List<List<Link>> into = lists(boxes);
        List<List<Link>> outOf = lists(boxes);
        for (Link link : links) {
            if (link.from() < link.to()) {
                into.get(link.to()).add(link);
                outOf.get(link.from()).add(link);
            }
        }
        int[] layers = new int[boxes];
        for (int box = 0; box < boxes; box++) {
            layers[box] = into.get(box).stream()
                    .mapToInt(link -> layers[link.from()] + 1)
                    .max()
                    .orElse(0);
        }
        for (int box = boxes - 1; box >= 0; box--) {
            if (into.get(box).isEmpty()) {
                layers[box] = outOf.get(box).stream()
                        .mapToInt(link -> layers[link.to()] - 1)
                        .min()
                        .orElse(0);
            }
        }
        return layers;
    }

    private static List<List<Link>> lists(int count) {
        return IntStream.range(0, count)
                .<List<Link>>mapToObj(box -> new ArrayList<>(2))
                .toList();
    }

    private static int passed(Link link, int[] layers) {
        return Math.max(0, Math.abs(layers[link.to()] - layers[link.from()]) - 1);
    }
}
