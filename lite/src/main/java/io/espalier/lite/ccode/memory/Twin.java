// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A result of a loop's body that is written while an argument in its place is still needed: it has memory of its own, and both change places after each
 * turn.
 *
 * @param output its position among the outputs of the body
 * @param bytes of it
 */
public record Twin(int output, int bytes) {
    private static final int ALIGNMENT = 8;

    /** All of a body whose memory is planned, in the order in which they lie in memory. */
    public static List<Twin> of(Callee body, Arena arena) {
        Program program = body.program();
        List<Twin> twins = new ArrayList<>();
        for (int output = 0; output < body.results().size(); output++) {
            int argument = body.arguments().indexOf(body.results().get(output));
            if (argument >= 0 && !isSafe(program, arena, argument, output)) {
                twins.add(new Twin(
                        output, program.bytes(program.subgraph().outputs().get(output))));
            }
        }
        return twins;
    }

    /** The bytes up to the next one. */
    public int room() {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Whether everyone has read the argument when the result is first written. */
    private static boolean isSafe(Program program, Arena arena, int argument, int output) {
        int input = program.root(program.subgraph().inputs().get(argument));
        int result = program.root(program.subgraph().outputs().get(output));
        boolean isWritten = false;
        for (Group group : arena.groups()) {
            isWritten |= group.isStream() && writes(program, group, result);
            for (Step step : group.steps()) {
                boolean writes = program.root(step.output()) == result
                        || (step.flow().isPresent()
                                && step.inputs().stream().anyMatch(read -> program.root(read) == result));
                for (int position = 0; position < step.inputs().size(); position++) {
                    boolean reads = program.root(step.inputs().get(position)) == input;
                    boolean atOnce = !group.isStream() && step.inPlace().contains(position);
                    if (reads && (isWritten || (writes && !atOnce))) {
                        return false;
                    }
                }
                isWritten |= writes;
            }
        }
        return true;
    }

    private static boolean writes(Program program, Group group, int result) {
        return group.steps().stream().anyMatch(step -> program.root(step.output()) == result);
    }
}
