// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import java.util.stream.Collectors;

/** The header that users include. */
final class HeaderText {
    private final CSettings settings;
    private final Subgraph subgraph;
    private final StringBuilder text = new StringBuilder();

    HeaderText(CSettings settings, Subgraph subgraph) {
        this.settings = settings;
        this.subgraph = subgraph;
    }

    /**
     * The whole file.
     *
     * @param fails whether a run can fail
     * @param reset the function that starts anew; empty if the model keeps nothing
     */
    String text(LibraryText library, boolean fails, String reset) {
        String guard = settings.capitals() + "_H";
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n#include <stdint.h>\n\n");
        describe("INPUT", subgraph.inputs());
        describe("OUTPUT", subgraph.outputs());
        arenaSize(library);
        text.append("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
        text.append(
                settings.arena() == ArenaPlace.CALLER
                        ? "/* Runs the model once. memory: " + settings.capitals()
                                + "_ARENA_SIZE bytes, aligned to 8; other threads must not use it meanwhile. "
                                + returned(fails)
                        : "/* Runs the model once; one thread at a time. " + returned(fails));
        text.append(Signature.run(settings, subgraph)).append(";\n");
        if (!reset.isEmpty()) {
            text.append("\n/* Sets what the model keeps between runs to its start. Call it before the first run. */\n")
                    .append(reset)
                    .append(";\n");
        }
        return text.append("\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n").toString();
    }

    private static String returned(boolean fails) {
        return fails ? "Returns 0, or not if CMSIS-NN refused an operator. */\n" : "Returns 0. */\n";
    }

    private void arenaSize(LibraryText library) {
        if (library.heliumBytes() > library.bytes()) {
            text.append("#if ").append(LibraryText.HELIUM).append('\n');
            define("ARENA_SIZE", Integer.toString(library.heliumBytes()));
            text.append("#else\n");
            define("ARENA_SIZE", Integer.toString(library.bytes()));
            text.append("#endif\n");
        } else {
            define("ARENA_SIZE", Integer.toString(library.bytes()));
        }
    }

    private void describe(String side, Ints tensors) {
        for (int position = 0; position < tensors.size(); position++) {
            Tensor tensor = subgraph.tensor(tensors.get(position));
            String name = Places.parameter(side, tensors, position);
            text.append("/* ").append(tensor.name().replace("*/", "* /")).append(" */\n");
            define(name + "_SIZE", Long.toString(tensor.elements()));
            define(
                    name + "_SHAPE",
                    tensor.shape().stream().mapToObj(Integer::toString).collect(Collectors.joining(", ", "{", "}")));
            Quantization quantization = tensor.quantization();
            if (quantization.scales().size() == 1) {
                define(name + "_SCALE", ParameterText.real(quantization.scales().get(0)));
                define(name + "_ZERO_POINT", "(" + quantization.zeroPoints().get(0) + ")");
            }
        }
    }

    private void define(String name, String value) {
        text.append("#define ")
                .append(settings.capitals())
                .append('_')
                .append(name)
                .append(' ')
                .append(value)
                .append('\n');
    }
}
