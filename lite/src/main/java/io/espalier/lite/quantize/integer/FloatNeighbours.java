// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** For each operator of a subgraph those that make its float inputs or take its float outputs, each once and never itself. */
final class FloatNeighbours {
    private final List<Set<Integer>> neighbours = new ArrayList<>();

    FloatNeighbours(Subgraph subgraph) {
        Map<Integer, List<Integer>> consumers = new TreeMap<>();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            neighbours.add(new TreeSet<>());
            int consumer = index;
            floats(subgraph, subgraph.operators().get(index).inputs().toArray())
                    .forEach(tensor -> consumers
                            .computeIfAbsent(tensor, first -> new ArrayList<>())
                            .add(consumer));
        }
        for (int index = 0; index < subgraph.operators().size(); index++) {
            for (int tensor :
                    floats(subgraph, subgraph.operators().get(index).outputs().toArray())) {
                for (int consumer : consumers.getOrDefault(tensor, List.of())) {
                    connect(index, consumer);
                }
            }
        }
    }

    private static List<Integer> floats(Subgraph subgraph, int... tensors) {
        List<Integer> floats = new ArrayList<>();
        for (int tensor : tensors) {
            if (tensor != Operator.ABSENT && subgraph.tensor(tensor).type() == TensorType.FLOAT32) {
                floats.add(tensor);
            }
        }
        return floats;
    }

    private void connect(int producer, int consumer) {
        if (producer != consumer) {
            neighbours.get(producer).add(consumer);
            neighbours.get(consumer).add(producer);
        }
    }

    Set<Integer> of(int operator) {
        return neighbours.get(operator);
    }
}
