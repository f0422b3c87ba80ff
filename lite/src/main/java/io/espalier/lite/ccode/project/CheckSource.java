// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import java.util.ArrayList;
import java.util.List;

/** Writes the files NAME_check.h and NAME_check.c: one input, what the model answers, and a function that compares. */
record CheckSource(ProjectModel model) {
    private static final String DIFFERS = """
            /* Machines round floats differently. */
            static int differs(float value, float wanted) {
                float difference = value > wanted ? value - wanted : wanted - value;
                float size = wanted < 0.0f ? -wanted : wanted;
                return !(difference <= 1e-5f * (1.0f + size));
            }

            """;

    String header() {
        return """
                /* Written by Espalier. */
                #ifndef @NAME@_CHECK_H
                #define @NAME@_CHECK_H

                #ifdef __cplusplus
                extern "C" {
                #endif

                /* Runs the model on one input. How many values are not as expected; -1 if the model fails. */
                int @NAME@_check(void);

                #ifdef __cplusplus
                }
                #endif

                #endif
                """.replace("@NAME@", model.name());
    }

    String source() {
        StringBuilder text =
                new StringBuilder("/* One input of the model, and what it answers. Written by Espalier. */\n");
        text.append("#include \"").append(model.name()).append("_check.h\"\n\n");
        text.append("#include \"").append(model.name()).append(".h\"\n\n#include <stdint.h>\n\n");
        text.append(tables("input", model.inputs()));
        text.append(tables("expected", model.outputs()));
        for (int i = 0; i < model.outputs().size(); i++) {
            CArray output = model.outputs().get(i);
            text.append("static ").append(output.type()).append(" output").append(i);
            text.append('[').append(output.size()).append("];\n");
        }
        if (hasArena()) {
            text.append("static int64_t arena[").append(model.arena()).append(" / 8 + 1];\n");
        }
        text.append('\n');
        if (model.outputs().stream().anyMatch(CArray::isFloat)) {
            text.append(DIFFERS);
        }
        text.append("int ").append(model.name()).append("_check(void) {\n");
        text.append("    int wrong = 0;\n    int i;\n");
        if (model.resets()) {
            text.append("    ")
                    .append(model.name())
                    .append("_reset(")
                    .append(hasArena() ? "arena" : "")
                    .append(");\n");
        }
        text.append("    if (")
                .append(model.name())
                .append("_run(")
                .append(arguments())
                .append(") != 0) {\n");
        text.append("        return -1;\n    }\n");
        for (int i = 0; i < model.outputs().size(); i++) {
            text.append(comparison(i, model.outputs().get(i)));
        }
        return text.append("    return wrong;\n}\n").toString();
    }

    private boolean hasArena() {
        return !model.arena().isEmpty();
    }

    private static String tables(String name, List<CArray> arrays) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arrays.size(); i++) {
            CArray array = arrays.get(i);
            text.append("static const ")
                    .append(array.type())
                    .append(' ')
                    .append(name)
                    .append(i);
            text.append('[').append(array.size()).append("] = {\n    ");
            text.append(array.initializer()).append("};\n\n");
        }
        return text.toString();
    }

    private String arguments() {
        List<String> arguments = new ArrayList<>();
        if (hasArena()) {
            arguments.add("arena");
        }
        for (int i = 0; i < model.inputs().size(); i++) {
            arguments.add("input" + i);
        }
        for (int i = 0; i < model.outputs().size(); i++) {
            arguments.add("output" + i);
        }
        return String.join(", ", arguments);
    }

    private static String comparison(int index, CArray output) {
        String value = "output" + index + "[i]";
        String wanted = "expected" + index + "[i]";
        String test = output.isFloat() ? "differs(" + value + ", " + wanted + ")" : value + " != " + wanted;
        return "    for (i = 0; i < " + output.size() + "; i++) {\n        wrong += " + test + ";\n    }\n";
    }
}
