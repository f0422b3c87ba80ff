// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;

/**
 * A program as files of C.
 *
 * @param header NAME.h
 * @param source NAME.c
 * @param tableBytes the bytes of all constant tables
 */
public record SourceText(String header, String source, int tableBytes) {
    private static final String ORDER = """
            static INLINE int32_t least(int32_t a, int32_t b) {
                return a < b ? a : b;
            }
            """;
    private static final String MOST = """
            static INLINE int32_t most(int32_t a, int32_t b) {
                return a > b ? a : b;
            }
            """;

    /** Writes a program whose memory is planned. */
    public static SourceText of(Program program, Arena arena, CSettings settings) {
        KernelTexts kernels = new KernelTexts(settings.rounding());
        ParameterText parameters = new ParameterText(kernels);
        String statements = new RunText(program, arena, kernels, parameters).statements();
        StringBuilder text = new StringBuilder();
        text.append("#include \"").append(settings.name()).append(".h\"\n\n#include <string.h>\n\n");
        text.append(
                "#if defined(__GNUC__)\n#define INLINE inline __attribute__((always_inline))\n#else\n#define INLINE inline\n#endif\n");
        text.append(
                settings.objective() == Objective.SPEED
                        ? "\n/* Each operator gets a copy of its kernel, with constant bounds. */\n#define KERNEL INLINE\n"
                        : "\n/* Operators of one kind share a kernel. */\n#define KERNEL\n");
        if (statements.contains("least(")) {
            text.append('\n').append(ORDER);
        }
        if (statements.contains("most(")) {
            text.append('\n').append(MOST);
        }
        text.append(kernels.text()).append('\n').append(parameters);
        if (settings.arena() == ArenaPlace.STATIC && arena.bytes() > 0) {
            text.append("/* The union aligns it. */\nstatic union {\n    int64_t aligned;\n    int8_t bytes[");
            text.append(arena.bytes()).append("];\n} activations;\n\n");
        }
        text.append(Signature.run(settings, program.subgraph())).append(" {\n");
        if (arena.bytes() > 0) {
            text.append("    int8_t *const arena = ");
            text.append(settings.arena() == ArenaPlace.STATIC ? "activations.bytes" : "(int8_t *)memory")
                    .append(";\n");
        }
        if (statements.contains("(y = 0")) {
            text.append("    int32_t y;\n");
        }
        text.append(statements).append("    return 0;\n}\n");
        String header = new HeaderText(settings, program.subgraph()).text(arena.bytes());
        return new SourceText(header, text.toString(), parameters.tableBytes());
    }
}
