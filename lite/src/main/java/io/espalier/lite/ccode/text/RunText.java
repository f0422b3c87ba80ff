// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.memory.Group;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.RowPlan;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The statements that run a program. */
final class RunText {
    private final Program program;
    private final Arena arena;
    private final KernelTexts kernels;
    private final ParameterText parameters;
    private final Places places;
    private final StringBuilder functions = new StringBuilder();
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

    /** What the statements call, after they were asked for. */
    String functions() {
        return functions.toString();
    }

    private void alone(Group group) {
        Step step = group.steps().get(0);
        if (step.isReserve() || isInPlaceCopy(step)) {
            return;
        }
        if (step.flow().isPresent()) {
            FlowText flow = new FlowText(step, program, arena, places, group.first());
            for (Callee callee : step.flow().get().callees()) {
                functions.append(CalleeText.of(callee, arena, kernels, parameters));
            }
            flow.lines().forEach(line -> line("    ", line));
            return;
        }
        int rows = step.rows().map(RowPlan::rows).orElse(1);
        String row = step.rows().isEmpty() ? "" : rows == 1 ? "0" : "y";
        String indent = "    ";
        if (step.images() > 1) {
            line(indent, "for (n = 0; n < " + step.images() + "; n++) {");
            indent += "    ";
        }
        if (rows > 1) {
            line(indent, "for (y = 0; y < " + rows + "; y++) {");
            line(indent + "    ", call(group, step, row) + ";");
            line(indent, "}");
        } else {
            line(indent, call(group, step, row) + ";");
        }
        if (step.images() > 1) {
            line("    ", "}");
        }
    }

    /** A function for each step, which asks for the rows that a row needs before it computes it. */
    private void stream(Group group) {
        List<Step> steps = group.steps();
        Step last = steps.get(steps.size() - 1);
        String struct = "rows_of_" + last.name();
        functions
                .append("/* How many rows there are of each operator, and where memory is. */\nstruct ")
                .append(struct)
                .append(" {\n");
        steps.forEach(
                step -> functions.append("    int32_t ").append(step.name()).append(";\n"));
        List<String> pointers = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (Step step : steps) {
            bodies.add(function(group, step, struct, pointers));
        }
        pointers.forEach(pointer -> functions
                .append("    ")
                .append(declaration(pointer))
                .append(pointer)
                .append(";\n"));
        functions.append("};\n\n").append(String.join("", bodies));
        line("    ", "{");
        line(
                "        ",
                "struct " + struct + " rows = {" + "0, ".repeat(steps.size()) + String.join(", ", pointers) + "};");
        line(
                "        ",
                last.name() + "_rows(&rows, " + last.rows().orElseThrow().rows() + ");");
        line("    ", "}");
    }

    private String function(Group group, Step step, String struct, List<String> pointers) {
        String row = "rows->" + step.name();
        StringBuilder body = new StringBuilder();
        String call = call(group, step, row);
        body.append("static APART void ")
                .append(step.name())
                .append("_rows(struct ")
                .append(struct)
                .append(" *rows, int32_t count) {\n");
        for (String pointer : Places.pointers(program.subgraph())) {
            if (Pattern.compile("\\b" + pointer + "\\b").matcher(call).find()) {
                body.append("    ")
                        .append(declaration(pointer))
                        .append("const ")
                        .append(pointer);
                body.append(" = rows->").append(pointer).append(";\n");
                if (!pointers.contains(pointer)) {
                    pointers.add(pointer);
                }
            }
        }
        body.append("    for (; ").append(row).append(" < count; ").append(row).append("++) {\n");
        for (int position = 0; position < step.inputs().size(); position++) {
            int root = program.root(step.inputs().get(position));
            Window window = step.rows().orElseThrow().windows().get(position);
            for (Step writer : group.steps()) {
                if (program.root(writer.output()) == root) {
                    body.append("        ").append(writer.name()).append("_rows(rows, ");
                    body.append(needed(window, row + " + 1")).append(");\n");
                }
            }
        }
        return body.append("        ").append(call).append(";\n    }\n}\n\n").toString();
    }

    private String declaration(String pointer) {
        return Places.declaration(program.subgraph(), pointer);
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
        String defined = parameters.define(step.name(), function.struct(), fields(group, step, function));
        List<String> arguments = new ArrayList<>(List.of("&" + defined));
        List<Integer> tensors = new ArrayList<>(step.inputs());
        tensors.add(step.output());
        for (int position = 0; position < tensors.size(); position++) {
            String declared = function.arguments().get(position);
            String place = places.of(tensors.get(position), declared.substring(0, declared.indexOf('*') - 1));
            long elements = program.subgraph().tensor(tensors.get(position)).elements();
            arguments.add(step.images() == 1 ? place : place + " + n * " + elements / step.images());
        }
        if (step.work().isPresent()) {
            arguments.add("WORK(arena + " + arena.scratch().get(group.first()) + ")");
        } else if (step.scratch() > 0) {
            arguments.add("arena + " + arena.scratch().get(group.first()));
        }
        if (step.rows().isPresent()) {
            arguments.add(row);
        }
        if (arguments.size() != function.arguments().size() + 1) {
            throw new IllegalStateException(step.name() + " has " + arguments + " for " + function.arguments());
        }
        return (function.fails() ? "status |= " : "") + function.name() + "(" + String.join(", ", arguments) + ")";
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

    /** A copy of a tensor to where it is already. */
    private boolean isInPlaceCopy(Step step) {
        return step.kernel().equals("view")
                && step.inPlace().contains(0)
                && places.of(step.inputs().get(0), "int8_t").equals(places.of(step.output(), "int8_t"));
    }

    private void line(String indent, String statement) {
        text.append(indent).append(statement).append('\n');
    }
}
