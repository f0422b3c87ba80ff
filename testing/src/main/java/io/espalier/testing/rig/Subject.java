// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes subject.h, through which harness.c knows a model: its buffers, each between two guards, and how to run it. */
record Subject(CModel model, Prototype prototype) {
    // Odd, so that bytes stand at odd addresses, as they may in a caller's program.
    private static final int GUARD_BYTES = 33;

    static Subject of(CModel model) {
        return new Subject(model, Prototype.of(model));
    }

    String text() {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder("#include \"" + model.name() + ".h\"\n\n#include <stddef.h>\n");
        text.append("#include <stdint.h>\n#include <string.h>\n\n");
        // The sanitizer guards whole structures itself.
        text.append("#ifdef __SANITIZE_ADDRESS__\n#define SUBJECT_GUARD_BYTES 0\n#else\n#define SUBJECT_GUARD_BYTES ")
                .append(GUARD_BYTES)
                .append("\n#endif\n");
        text.append("#define SUBJECT_RESETS_EACH_TIME ")
                .append(model.resetsEachTime() ? 1 : 0)
                .append("\n\n");
        text.append("struct subject_buffer { unsigned char *values; size_t bytes; size_t element; };\n\n");
        text.append(buffers("input", prototype.inputs(), names));
        text.append(buffers("output", prototype.outputs(), names));
        if (hasArena()) {
            text.append(guarded("arena", "__attribute__((aligned(8))) unsigned char", prototype.arena()));
            names.add("arena");
        }
        text.append(guards(names));
        text.append("static int subject_run(void) {\n    return ")
                .append(model.name())
                .append("_run(")
                .append(arguments())
                .append(");\n}\n\n");
        text.append("static void subject_reset(void) {\n")
                .append(prototype.resets() ? "    " + model.name() + "_reset(" + arenaArgument() + ");\n" : "")
                .append("}\n\n");
        text.append("static void subject_spoil_arena(void) {\n")
                .append(
                        hasArena() && !prototype.resets()
                                ? "    memset(arena.values, 0xa5, sizeof arena.values);\n"
                                : "")
                .append("}\n");
        return text.toString();
    }

    private boolean hasArena() {
        return !prototype.arena().isEmpty();
    }

    private String arenaArgument() {
        return hasArena() ? "arena.values" : "";
    }

    private static String buffers(String kind, List<Prototype.Port> ports, List<String> names) {
        StringBuilder text = new StringBuilder();
        List<String> rows = new ArrayList<>();
        for (Prototype.Port port : ports) {
            String name = kind + rows.size();
            names.add(name);
            text.append(guarded(name, port.type(), port.size()));
            rows.add("    {(unsigned char *) " + name + ".values, sizeof " + name + ".values, sizeof " + name
                    + ".values[0]},\n");
        }
        return text.append("#define SUBJECT_" + (kind.equals("input") ? "INPUTS " : "OUTPUTS "))
                .append(ports.size())
                .append("\nstatic const struct subject_buffer subject_" + kind + "s[] = {\n")
                .append(String.join("", rows))
                .append("};\n\n")
                .toString();
    }

    private static String guarded(String name, String type, String size) {
        return "static struct {\n    unsigned char before[SUBJECT_GUARD_BYTES];\n    " + type + " values[" + size
                + "];\n    unsigned char after[SUBJECT_GUARD_BYTES];\n} " + name + ";\n\n";
    }

    private static String guards(List<String> names) {
        return "#define SUBJECT_GUARDS " + 2 * names.size() + "\n"
                + names.stream()
                        .map(name -> "    " + name + ".before, " + name + ".after,\n")
                        .collect(
                                Collectors.joining("", "static unsigned char *const subject_guards[] = {\n", "};\n\n"));
    }

    private String arguments() {
        List<String> arguments = new ArrayList<>();
        if (hasArena()) {
            arguments.add("arena.values");
        }
        for (int i = 0; i < prototype.inputs().size(); i++) {
            arguments.add("input" + i + ".values");
        }
        for (int i = 0; i < prototype.outputs().size(); i++) {
            arguments.add("output" + i + ".values");
        }
        return String.join(", ", arguments);
    }
}
