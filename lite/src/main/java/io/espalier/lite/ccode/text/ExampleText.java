// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;

/** A main.c that runs a model once and prints its outputs. */
public final class ExampleText {
    private ExampleText() {}

    /** Of a model with these settings. */
    public static String of(CSettings settings, Subgraph subgraph, boolean resets) {
        StringBuilder text = new StringBuilder("#include <stdio.h>\n\n#include \"" + settings.name() + ".h\"\n\n");
        List<String> arguments = new ArrayList<>();
        if (settings.arena() == ArenaPlace.CALLER) {
            text.append(
                    "/* The union aligns it; an array must have an element. */\nstatic union {\n    int64_t aligned;\n    int8_t bytes[");
            text.append(settings.capitals()).append("_ARENA_SIZE + 1];\n} memory;\n");
            arguments.add("memory.bytes");
        }
        declare(text, arguments, settings, subgraph, subgraph.inputs(), "in", "INPUT");
        declare(text, arguments, settings, subgraph, subgraph.outputs(), "out", "OUTPUT");
        text.append(
                "\nint main(void) {\n    int i;\n    /* Fill the inputs here: real = (stored - ZERO_POINT) * SCALE. */\n");
        if (resets) {
            text.append("    ").append(settings.name()).append("_reset(");
            text.append(settings.arena() == ArenaPlace.CALLER ? "memory.bytes" : "")
                    .append(");\n");
        }
        text.append("    ")
                .append(settings.name())
                .append("_run(")
                .append(String.join(", ", arguments))
                .append(");\n");
        for (int position = 0; position < subgraph.outputs().size(); position++) {
            TensorType type = subgraph.tensor(subgraph.outputs().get(position)).type();
            String format = type == TensorType.FLOAT32 ? "%f" : type == TensorType.INT64 ? "%ld" : "%d";
            String cast = type == TensorType.FLOAT32 ? "" : type == TensorType.INT64 ? "(long)" : "(int)";
            String array = Places.parameter("out", subgraph.outputs(), position);
            String size =
                    settings.capitals() + "_" + Places.parameter("OUTPUT", subgraph.outputs(), position) + "_SIZE";
            text.append("    for (i = 0; i < ")
                    .append(size)
                    .append("; i++) {\n        printf(\"")
                    .append(format)
                    .append("\\n\", ");
            text.append(cast).append(array).append("[i]);\n    }\n");
        }
        return text.append("    return 0;\n}\n").toString();
    }

    private static void declare(
            StringBuilder text,
            List<String> arguments,
            CSettings settings,
            Subgraph subgraph,
            Ints tensors,
            String array,
            String constant) {
        for (int position = 0; position < tensors.size(); position++) {
            String name = Places.parameter(array, tensors, position);
            text.append("static ")
                    .append(Places.type(subgraph.tensor(tensors.get(position)).type()))
                    .append(' ')
                    .append(name);
            text.append('[')
                    .append(settings.capitals())
                    .append('_')
                    .append(Places.parameter(constant, tensors, position))
                    .append("_SIZE];\n");
            arguments.add(name);
        }
    }
}
