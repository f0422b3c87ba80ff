// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the tensors of a subgraph are needed. Inputs are needed from the start to the last operator that reads them, outputs to the end, variables always,
 * other tensors from the first to the last operator that touches them. Constants need no place.
 */
public final class Lifetimes {
    private final @Nullable Lifetime[] lifetimes;
    private final int[] steps;

    private Lifetimes(int tensors, int operators) {
        lifetimes = new Lifetime[tensors];
        steps = new int[operators];
    }

    /** Those of a subgraph on its own: step 0 is before its first operator, step i + 1 is operator i. */
    public static Lifetimes of(Subgraph subgraph) {
        return new Walk(List.of(subgraph), false).lifetimes.get(0);
    }

    /**
     * Those of all subgraphs, on one count of steps: the steps of a subgraph that an operator calls follow on the operator's, and the operator and its
     * tensors last to the end of them. A subgraph that nothing calls needs nothing.
     *
     * @throws InvalidGraphException if a subgraph calls itself, or one that does not exist
     */
    public static List<Lifetimes> of(Graph graph) {
        return List.copyOf(new Walk(graph.subgraphs(), true).lifetimes);
    }

    /** When a tensor is needed; empty for a constant, and for what no operator touches. */
    public Optional<Lifetime> of(int tensor) {
        return Optional.ofNullable(lifetimes[tensor]);
    }

    /** The step of an operator: when its scratch buffers are needed. */
    public int step(int operator) {
        return steps[operator];
    }

    private void touch(Subgraph subgraph, Ints tensors, int step) {
        tensors.stream()
                .filter(tensor -> tensor != Operator.ABSENT)
                .filter(tensor -> !subgraph.tensor(tensor).isConstant())
                .forEach(tensor -> {
                    Lifetime known = lifetimes[tensor];
                    lifetimes[tensor] = known == null ? Lifetime.during(step) : known.with(step);
                });
    }

    /** One pass over the operators in the order in which they run. */
    private static final class Walk {
        private final List<Subgraph> subgraphs;
        private final boolean followsCalls;
        private final List<Lifetimes> lifetimes = new ArrayList<>();
        private final List<Integer> running = new ArrayList<>();
        private int step;

        Walk(List<Subgraph> subgraphs, boolean followsCalls) {
            this.subgraphs = subgraphs;
            this.followsCalls = followsCalls;
            for (Subgraph subgraph : subgraphs) {
                lifetimes.add(new Lifetimes(
                        subgraph.tensors().size(), subgraph.operators().size()));
            }
            run(0);
            keepVariables();
        }

        private void run(int index) {
            if (index < 0 || index >= subgraphs.size() || running.contains(index)) {
                throw new InvalidGraphException("An operator calls subgraph " + index
                        + (running.contains(index)
                                ? ", which is running already"
                                : ", but the graph has subgraphs 0 to " + (subgraphs.size() - 1)));
            }
            running.add(index);
            Subgraph subgraph = subgraphs.get(index);
            Lifetimes own = lifetimes.get(index);
            int start = step;
            own.touch(subgraph, subgraph.inputs(), start);
            for (int position = 0; position < subgraph.operators().size(); position++) {
                Operator operator = subgraph.operators().get(position);
                step++;
                own.steps[position] = step;
                own.touch(subgraph, operator.outputs(), step);
                own.touch(subgraph, operator.inputs(), step);
                if (followsCalls) {
                    CalledSubgraphs.of(operator).stream().forEach(called -> {
                        step++;
                        run(called);
                    });
                }
                own.touch(subgraph, operator.inputs(), step);
                own.touch(subgraph, operator.outputs(), step);
            }
            Ints unproduced = Ints.of(subgraph.outputs().stream()
                    .filter(output -> own.lifetimes[output] == null)
                    .toArray());
            own.touch(subgraph, unproduced, start);
            own.touch(subgraph, subgraph.outputs(), step);
            running.remove(running.size() - 1);
        }

        private void keepVariables() {
            for (int index = 0; index < subgraphs.size(); index++) {
                @Nullable Lifetime[] known = lifetimes.get(index).lifetimes;
                for (int tensor = 0; tensor < known.length; tensor++) {
                    if (subgraphs.get(index).tensor(tensor).isVariable()) {
                        known[tensor] = new Lifetime(0, step);
                    }
                }
            }
        }
    }
}
