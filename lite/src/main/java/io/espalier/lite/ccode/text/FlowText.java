// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.memory.Twin;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Flow.Branch;
import io.espalier.lite.ccode.program.Flow.Loop;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The statements of a loop or a branch. */
final class FlowText {
    private final Step step;
    private final Program program;
    private final Arena arena;
    private final Places places;
    private final int scratch;

    FlowText(Step step, Program program, Arena arena, Places places, int first) {
        this.step = step;
        this.program = program;
        this.arena = arena;
        this.places = places;
        scratch = arena.scratch().getOrDefault(first, 0);
    }

    List<String> lines() {
        List<String> all = new ArrayList<>();
        for (int input : step.inputs()) {
            all.add("(" + places.of(input, "int8_t") + ")");
        }
        return step.flow().orElseThrow() instanceof Loop loop
                ? loop(loop, all)
                : branch((Branch) step.flow().orElseThrow(), all);
    }

    private List<String> branch(Branch branch, List<String> all) {
        return List.of(
                "if (*" + places.of(step.inputs().get(0), "const uint8_t") + ") {",
                "    " + call(branch.then(), scratch, all, all) + ";",
                "} else {",
                "    " + call(branch.otherwise(), scratch, all, all) + ";",
                "}");
    }

    /** Twins are called next, and change places with what they replace. */
    private List<String> loop(Loop loop, List<String> all) {
        Callee body = loop.body();
        List<Twin> twins = Twin.of(body, Objects.requireNonNull(arena.callees().get(body.name())));
        List<String> lines = new ArrayList<>(List.of("{", "    uint8_t more;"));
        List<String> now = new ArrayList<>(all);
        List<String> next = new ArrayList<>(all);
        List<String> swaps = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        int offset = scratch;
        for (Twin twin : twins) {
            int position = body.results().get(twin.output());
            String name = "now" + twin.output();
            String other = "next" + twin.output();
            String place = all.get(position);
            lines.add("    int8_t *" + name + " = (int8_t *)" + place + ", *" + other + " = arena + " + offset
                    + ", *swap" + twin.output() + ";");
            now.set(position, name);
            next.set(position, other);
            swaps.add("        swap" + twin.output() + " = " + name + ", " + name + " = " + other + ", " + other
                    + " = swap" + twin.output() + ";");
            ends.add("    if (" + name + " != (int8_t *)" + place + ") {");
            ends.add("        memcpy(" + place + ", " + name + ", " + twin.bytes() + ");");
            ends.add("    }");
            offset += twin.room();
        }
        List<String> answer = new ArrayList<>(now);
        answer.add("&more");
        Callee condition = new Callee(
                loop.condition().name(),
                loop.condition().program(),
                loop.condition().arguments(),
                List.of(all.size()));
        lines.add("    for (;;) {");
        lines.add("        " + call(condition, offset, answer, answer) + ";");
        lines.add("        if (!more) {");
        lines.add("            break;");
        lines.add("        }");
        lines.add("        " + call(body, offset, now, next) + ";");
        lines.addAll(swaps);
        lines.add("    }");
        lines.addAll(ends);
        lines.add("}");
        return lines;
    }

    /** @param read where the step's inputs are as arguments, and {@code written} as results */
    private String call(Callee callee, int offset, List<String> read, List<String> written) {
        List<String> all = new ArrayList<>(read);
        all.addAll(written);
        Callee shifted = new Callee(
                callee.name(),
                callee.program(),
                callee.arguments(),
                callee.results().stream()
                        .map(position -> position + read.size())
                        .toList());
        String own = Objects.requireNonNull(arena.callees().get(callee.name())).bytes() > 0 ? "arena + " + offset : "0";
        String state = program.places().isEmpty() && callee.program().places().isEmpty() ? "0" : "state";
        return CalleeText.call(shifted, own, state, all);
    }
}
