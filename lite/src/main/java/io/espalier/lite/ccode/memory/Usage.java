// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which step writes a tensor and which steps read it; tensors that are the same bytes count as one, by their root. */
final class Usage {
    private final Program program;
    private final Map<Integer, Integer> writers = new HashMap<>();
    private final Map<Integer, List<Integer>> readers = new HashMap<>();
    private final Set<Integer> inputs = new HashSet<>();
    private final Set<Integer> outputs = new HashSet<>();

    Usage(Program program) {
        this.program = program;
        Subgraph subgraph = program.subgraph();
        subgraph.inputs().stream().map(program::root).forEach(inputs::add);
        subgraph.outputs().stream().map(program::root).forEach(outputs::add);
        for (int number = 0; number < program.steps().size(); number++) {
            Step step = program.steps().get(number);
            writers.putIfAbsent(program.root(step.output()), number);
            for (int input : step.inputs()) {
                readers.computeIfAbsent(program.root(input), root -> new ArrayList<>())
                        .add(number);
            }
        }
    }

    /** The steps that read a tensor, in their order. */
    List<Integer> readers(int root) {
        return readers.getOrDefault(root, List.of());
    }

    /** The first step that writes it; -1 for inputs and constants. */
    int writer(int root) {
        return writers.getOrDefault(root, -1);
    }

    /** Whether its memory is the arena: the caller owns inputs and outputs, and constants are tables. */
    boolean isInArena(int root) {
        return writers.containsKey(root)
                && !outputs.contains(root)
                && !inputs.contains(root)
                && !program.places().containsKey(root);
    }

    /** Whether all that read it are among these steps. */
    boolean isInside(int root, int first, int last) {
        return isInArena(root) && readers(root).stream().allMatch(reader -> reader >= first && reader <= last);
    }

    /** Whether this step is the last that reads it. */
    boolean endsAt(int root, int step) {
        List<Integer> all = readers(root);
        return !all.isEmpty() && all.get(all.size() - 1) == step;
    }

    Program program() {
        return program;
    }
}
