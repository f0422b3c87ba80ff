// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The function of a subgraph that another one runs, after the functions that it needs. */
final class CalleeText {
    private CalleeText() {}

    static String of(Callee callee, Arena caller, KernelTexts kernels, ParameterText parameters) {
        Program program = callee.program();
        Arena arena = Objects.requireNonNull(caller.callees().get(callee.name()));
        RunText run = new RunText(program, arena, kernels, parameters);
        String statements = run.statements();
        StringBuilder text = new StringBuilder(run.functions());
        text.append("static void ").append(callee.name()).append('(');
        text.append(String.join(", ", parameters(program.subgraph()))).append(") {\n");
        text.append(counters(statements));
        for (String pointer : Places.pointers(program.subgraph())) {
            if (!isUsed(pointer, statements)) {
                text.append("    (void)").append(pointer).append(";\n");
            }
        }
        return text.append(statements).append("}\n\n").toString();
    }

    private static List<String> parameters(Subgraph subgraph) {
        List<String> parameters = new ArrayList<>();
        for (String pointer : Places.pointers(subgraph)) {
            parameters.add(Places.declaration(subgraph, pointer) + pointer);
        }
        return parameters;
    }

    /** The arguments of a call: {@code places} are those of the step's inputs as pointers to any type. */
    static String call(Callee callee, String arena, String state, List<String> places) {
        Subgraph subgraph = callee.program().subgraph();
        List<String> arguments = new ArrayList<>(List.of(arena, state));
        cast(arguments, subgraph.inputs(), callee.arguments(), places, subgraph, "const ");
        cast(arguments, subgraph.outputs(), callee.results(), places, subgraph, "");
        return callee.name() + "(" + String.join(", ", arguments) + ")";
    }

    private static void cast(
            List<String> arguments,
            Ints tensors,
            List<Integer> positions,
            List<String> places,
            Subgraph subgraph,
            String qualifier) {
        for (int number = 0; number < positions.size(); number++) {
            String type = Places.type(subgraph.tensor(tensors.get(number)).type());
            arguments.add("(" + qualifier + type + " *)" + places.get(positions.get(number)));
        }
    }

    /** What loops over images and rows count with. */
    static String counters(String statements) {
        return (statements.contains("(n = 0") ? "    int32_t n;\n" : "")
                + (statements.contains("(y = 0") ? "    int32_t y;\n" : "");
    }

    static boolean isUsed(String pointer, String statements) {
        return Pattern.compile("\\b" + pointer + "\\b").matcher(statements).find();
    }
}
