// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import io.espalier.lite.Subgraph;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A model as steps, in the order in which they run.
 *
 * @param subgraph whose tensors the steps name by their indices
 * @param aliases tensors that are the same bytes as another under another shape
 * @param places of the tensors that last from run to run, in bytes from the start of what lasts
 * @param lasting what the whole model keeps; of the main program only
 */
public record Program(
        Subgraph subgraph,
        List<Step> steps,
        Map<Integer, Integer> aliases,
        Map<Integer, Integer> places,
        Lasting lasting) {
    public Program {
        Objects.requireNonNull(subgraph, "subgraph");
        steps = List.copyOf(steps);
        aliases = Map.copyOf(aliases);
        places = Map.copyOf(places);
        Objects.requireNonNull(lasting, "lasting");
    }

    /** A program that keeps nothing. */
    public Program(Subgraph subgraph, List<Step> steps, Map<Integer, Integer> aliases) {
        this(subgraph, steps, aliases, Map.of(), Lasting.NONE);
    }

    /** A copy with these steps. */
    public Program with(List<Step> newSteps) {
        return new Program(subgraph, newSteps, aliases, places, lasting);
    }

    /** A copy with tensors that last. */
    public Program with(Map<Integer, Integer> newPlaces, Lasting newLasting) {
        return new Program(subgraph, steps, aliases, newPlaces, newLasting);
    }

    /** The tensor whose bytes these are. */
    public int root(int tensor) {
        int root = tensor;
        while (aliases.containsKey(root)) {
            root = aliases.get(root);
        }
        return root;
    }

    /** The bytes of a tensor. */
    public int bytes(int tensor) {
        return Math.toIntExact(subgraph.tensor(tensor).elements()
                * subgraph.tensor(tensor).type().bits()
                / Byte.SIZE);
    }

    /** The kinds of operators that become such steps, in alphabetical order. */
    public List<String> operators(Predicate<Step> such) {
        return steps.stream()
                .filter(such)
                .map(Step::operator)
                .distinct()
                .sorted()
                .toList();
    }
}
