// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.memory.Group;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements that run a program. */
final class RunText {
    private final Program program;
    private final Arena arena;
    private final KernelTexts kernels;
    private final ParameterText parameters;
    private final Places places;
    private final StringBuilder text = new StringBuilder();

    RunText(Program program, Arena arena, KernelTexts kernels, ParameterText parameters) {
        this.program = program;
        this.arena = arena;
        this.kernels = kernels;
        this.parameters = parameters;
        this.places = new Places(program, arena, parameters);
    }

    String statements() {
        for (Group group : arena.groups()) {
            if (group.isStream()) {
                stream(group);
            } else {
                alone(group);
            }
        }
        return text.toString();
    }

    private void alone(Group group) {
        Step step = group.steps().get(0);
        if (step.rows().isEmpty()) {
            line("    ", call(group, step, "") + ";");
            return;
        }
        int rows = step.rows().get().rows();
        if (rows == 1) {
            line("    ", call(group, step, "0") + ";");
        } else {
            line("    ", "for (y = 0; y < " + rows + "; y++) {");
            line("        ", call(group, step, "y") + ";");
            line("    ", "}");
        }
    }

    /** For each row of the last step, first the rows that it needs of the others. */
    private void stream(Group group) {
        List<Step> steps = group.steps();
        Step last = steps.get(steps.size() - 1);
        List<String> calls = steps.stream()
                .map(step -> call(group, step, step == last ? "y" : step.name() + "_y"))
                .toList();
        line("    ", "{");
        String counters = String.join(
                ", ",
                steps.subList(0, steps.size() - 1).stream()
                        .map(step -> step.name() + "_y = 0")
                        .toList());
        line("        ", "int32_t " + counters + ";");
        line("        ", "for (y = 0; y < " + last.rows().orElseThrow().rows() + "; y++) {");
        Map<Step, String> needs = new HashMap<>();
        needs.put(last, "y + 1");
        for (int number = steps.size() - 2; number >= 0; number--) {
            Step step = steps.get(number);
            String name = step.name() + "_n";
            line("            ", "const int32_t " + name + " = " + need(step, steps, needs) + ";");
            needs.put(step, name);
        }
        for (int number = 0; number < steps.size() - 1; number++) {
            String row = steps.get(number).name() + "_y";
            line("            ", "for (; " + row + " < " + needs.get(steps.get(number)) + "; " + row + "++) {");
            line("                ", calls.get(number) + ";");
            line("            ", "}");
        }
        line("            ", calls.get(calls.size() - 1) + ";");
        line("        ", "}");
        line("    ", "}");
    }

    /** How many rows of a step those that read it need. */
    private String need(Step writer, List<Step> steps, Map<Step, String> needs) {
        int root = program.root(writer.output());
        String need = "";
        for (Step reader : steps) {
            for (int position = 0; position < reader.inputs().size(); position++) {
                if (needs.containsKey(reader) && program.root(reader.inputs().get(position)) == root) {
                    Window window = reader.rows().orElseThrow().windows().get(position);
                    String rows = needed(window, needs.get(reader));
                    need = need.isEmpty() || need.equals(rows) ? rows : "most(" + need + ", " + rows + ")";
                }
            }
        }
        return need;
    }

    private static String needed(Window window, String rows) {
        int more = window.extent() - window.before() - window.stride();
        if (window.stride() == 1 && more == 0) {
            return rows;
        }
        String product = window.stride() == 1 ? rows : "(" + rows + ") * " + window.stride();
        return "least(" + window.rows() + ", " + product + " + " + more + ")";
    }

    private String call(Group group, Step step, String row) {
        Kernel.Function function = kernels.add(step.kernel()).function();
        parameters.define(step.name(), function.struct(), fields(group, step, function));
        List<String> arguments = new ArrayList<>(List.of("&" + step.name()));
        step.inputs().forEach(input -> arguments.add(places.of(input, true)));
        arguments.add(places.of(step.output(), false));
        if (step.scratch() > 0) {
            arguments.add("arena + " + arena.scratch().get(group.first()));
        }
        if (step.rows().isPresent()) {
            arguments.add(row);
        }
        if (arguments.size() != function.arguments().size() + 1) {
            throw new IllegalStateException(step.name() + " has " + arguments + " for " + function.arguments());
        }
        return function.name() + "(" + String.join(", ", arguments) + ")";
    }

    /** The parameters, with the rows that the buffers hold. */
    private Map<String, Constant> fields(Group group, Step step, Kernel.Function function) {
        Map<String, Constant> fields = new HashMap<>(step.fields());
        step.rows().ifPresent(rows -> {
            List<String> inputs = function.inputs();
            for (int position = 0; position < inputs.size(); position++) {
                Integer kept = group.kept().get(program.root(step.inputs().get(position)));
                int whole = rows.windows().get(position).rows();
                fields.put(inputs.get(position) + "_rows", new Constant.Whole(kept == null ? whole : kept));
            }
            Integer kept = group.kept().get(program.root(step.output()));
            fields.put("out_rows", new Constant.Whole(kept == null ? rows.rows() : kept));
        });
        return fields;
    }

    private void line(String indent, String statement) {
        text.append(indent).append(statement).append('\n');
    }
}
