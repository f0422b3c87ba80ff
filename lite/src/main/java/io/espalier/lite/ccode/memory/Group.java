// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.RowPlan;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Neighbouring steps that run together: for each row of the last one, the others compute the rows that it needs, so that of the tensors between
 * them only a few rows exist at a time.
 *
 * @param first the number of the first step
 * @param steps one for a step that runs alone
 * @param kept for each tensor between them, the rows that its buffer holds
 */
public record Group(int first, List<Step> steps, Map<Integer, Integer> kept) {
    public Group {
        steps = List.copyOf(steps);
        kept = Map.copyOf(kept);
    }

    static Group alone(int number, Step step) {
        return new Group(number, List.of(step), Map.of());
    }

    /** The number of the last step. */
    public int last() {
        return first + steps.size() - 1;
    }

    /** Whether steps run row by row, one behind the other. */
    public boolean isStream() {
        return steps.size() > 1;
    }

    /** These steps as one group; empty where a step computes only as a whole, or a tensor between them is needed elsewhere. */
    static Optional<Group> of(Usage usage, int first, int last) {
        Program program = usage.program();
        List<Step> steps = program.steps().subList(first, last + 1);
        for (int number = first; number <= last; number++) {
            Step step = program.steps().get(number);
            boolean inside = number == last || usage.isInside(program.root(step.output()), first, last);
            if (step.rows().isEmpty() || step.images() > 1 || !inside || !rowsAgree(usage, step, first)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Group(first, steps, new Rehearsal(program, steps).kept));
    }

    private static boolean rowsAgree(Usage usage, Step step, int first) {
        Program program = usage.program();
        for (int position = 0; position < step.inputs().size(); position++) {
            int writer = usage.writer(program.root(step.inputs().get(position)));
            if (writer >= first) {
                Optional<RowPlan> rows = program.steps().get(writer).rows();
                int needed = step.rows().orElseThrow().windows().get(position).rows();
                if (rows.isEmpty() || rows.get().rows() != needed) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Runs the rows of all steps in the order in which the generated functions do, and counts which rows are needed together. */
    private static final class Rehearsal {
        private final Program program;
        private final List<Step> steps;
        private final Map<Integer, Integer> writers = new HashMap<>();
        private final Map<Integer, Integer> kept = new HashMap<>();
        private final int[] done;

        Rehearsal(Program program, List<Step> steps) {
            this.program = program;
            this.steps = steps;
            done = new int[steps.size()];
            for (int number = 0; number < steps.size(); number++) {
                writers.put(program.root(steps.get(number).output()), number);
            }
            int last = steps.size() - 1;
            produce(last, steps.get(last).rows().orElseThrow().rows());
        }

        /** Before each row, the rows that it needs. */
        private void produce(int number, int rows) {
            Step step = steps.get(number);
            for (; done[number] < rows; done[number]++) {
                for (int position = 0; position < step.inputs().size(); position++) {
                    Integer writer = writers.get(program.root(step.inputs().get(position)));
                    if (writer != null && writer < number) {
                        Window window = step.rows().orElseThrow().windows().get(position);
                        produce(writer, window.needed(done[number]));
                    }
                }
                if (number < steps.size() - 1) {
                    int root = program.root(step.output());
                    kept.merge(root, done[number] + 1 - firstNeeded(root, number), Math::max);
                }
            }
        }

        /** The first row of a tensor that a step has still to read. */
        private int firstNeeded(int root, int writer) {
            int first = done[writer] + 1;
            for (int number = writer + 1; number < steps.size(); number++) {
                Step step = steps.get(number);
                for (int position = 0; position < step.inputs().size(); position++) {
                    if (program.root(step.inputs().get(position)) == root) {
                        Window window = step.rows().orElseThrow().windows().get(position);
                        first = Math.min(first, window.first(done[number]));
                    }
                }
            }
            return first;
        }
    }
}
