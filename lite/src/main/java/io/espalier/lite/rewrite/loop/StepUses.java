// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.rewrite.loop.Operand.Place;
import io.espalier.lite.rewrite.loop.Steps.Packed;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rest of a subgraph takes of steps: the state after the last one, and sequences of what each of them computes. */
final class StepUses {
    private static final int MATRIX = 2;

    private final Subgraph subgraph;
    private final Map<Integer, List<Integer>> users = new HashMap<>();
    private final BitSet outputs = new BitSet();

    StepUses(Subgraph subgraph) {
        this.subgraph = subgraph;
        subgraph.outputs().addTo(outputs);
        for (int index = 0; index < subgraph.operators().size(); index++) {
            int user = index;
            subgraph.operators().get(index).inputs().stream()
                    .forEach(input -> users.computeIfAbsent(input, tensor -> new ArrayList<>())
                            .add(user));
        }
    }

    /** The sequences; empty if anything else is taken of the steps. */
    Optional<List<Packed>> sequences(int first, int length, int count, Set<Place> carried) {
        List<Packed> sequences = new ArrayList<>();
        int end = first + length * count;
        for (int operator = 0; operator < length; operator++) {
            int outputCount =
                    subgraph.operators().get(first + operator).outputs().size();
            for (int output = 0; output < outputCount; output++) {
                Place place = new Place(operator, output);
                boolean isCarried = carried.contains(place);
                int[] tensors = tensors(first, length, count, place);
                List<Integer> outside = outside(tensors[0], first, end);
                boolean isPacked = isCarried
                        && outside.size() == 1
                        && subgraph.operators().get(outside.get(0)).is(BuiltinOperator.PACK);
                if (isPacked) {
                    Optional<Packed> packed = packed(place, outside.get(0), tensors);
                    boolean isTwice = sequences.stream().anyMatch(sequence -> sequence.pack() == outside.get(0));
                    if (packed.isEmpty() || isTwice) {
                        return Optional.empty();
                    }
                    sequences.add(packed.get());
                }
                for (int step = 0; step < count; step++) {
                    List<Integer> others = new ArrayList<>(outside(tensors[step], first, end));
                    if (isPacked && !others.remove(outside.get(0))) {
                        return Optional.empty();
                    }
                    boolean isTaken = !others.isEmpty() || outputs.get(tensors[step]);
                    if (isTaken && !(isCarried && step == count - 1)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(sequences);
    }

    private int[] tensors(int first, int length, int count, Place place) {
        int[] tensors = new int[count];
        for (int step = 0; step < count; step++) {
            tensors[step] = subgraph.operators()
                    .get(first + step * length + place.operator())
                    .outputs()
                    .get(place.output());
        }
        return tensors;
    }

    private List<Integer> outside(int tensor, int first, int end) {
        return users.getOrDefault(tensor, List.of()).stream()
                .filter(user -> user < first || user >= end)
                .toList();
    }

    private Optional<Packed> packed(Place place, int pack, int[] tensors) {
        Operator operator = subgraph.operators().get(pack);
        List<Integer> inputs = operator.inputs().stream().boxed().toList();
        int position = inputs.indexOf(tensors[0]);
        int direction = inputs.indexOf(tensors[1]) - position;
        if (operator.options().integer("axis") != 1
                || Math.abs(direction) != 1
                || subgraph.tensor(tensors[0]).shape().size() != MATRIX) {
            return Optional.empty();
        }
        for (int step = 0; step < tensors.length; step++) {
            int place0 = position + step * direction;
            if (place0 < 0 || place0 >= inputs.size() || inputs.get(place0) != tensors[step]) {
                return Optional.empty();
            }
        }
        return Optional.of(new Packed(place, pack, position, direction));
    }
}
