// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.program.Constant.Work;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.SumRounding;
import java.util.List;

/**
 * What a program that calls CMSIS-NN includes, and where the library works: in the planned arena, and with Helium, which takes other sizes, behind it.
 *
 * @param includes the header, the version and what must be defined; empty without CMSIS-NN
 * @param macros that choose the memory to work in; empty if none is needed
 * @param bytes of the arena
 * @param heliumBytes of the arena on a processor with Helium
 */
record LibraryText(String includes, String macros, int bytes, int heliumBytes) {
    /** What the compiler or the user of CMSIS-NN defines where there is Helium. */
    static final String HELIUM = "defined(__ARM_FEATURE_MVE) || defined(ARM_MATH_MVEI) || defined(ARM_MATH_HELIUM)";

    private static final String VERSION = "8.0.0 (commit 13c97db)";
    private static final String SINGLE = "CMSIS_NN_USE_SINGLE_ROUNDING";

    /** Its functions take words apart into bytes. */
    private static final String LITTLE_ENDIAN = """
            #if defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            #error "CMSIS-NN is right on little-endian machines only; export with --kernels portable"
            #endif
            """;

    /** The least arena, so that there is one. */
    private static final int LEAST = 8;

    /** @param all the memory of the model: what it keeps, and what a run needs */
    static LibraryText of(Program program, int all, CSettings settings) {
        List<String> calls = program.operators(Step::callsCmsisNn);
        if (calls.isEmpty()) {
            return new LibraryText("", "", all, all);
        }
        String includes = "#include \"arm_nnfunctions.h\"\n\n"
                + "/* Written for CMSIS-NN " + VERSION + ". It computes " + String.join(", ", calls) + "."
                + own(program)
                + " */\n"
                + rounding(settings.rounding()) + LITTLE_ENDIAN + "\n";
        List<Work> works =
                program.steps().stream().flatMap(step -> step.work().stream()).toList();
        if (works.isEmpty()) {
            return new LibraryText(includes, "", all, all);
        }
        int kept = program.lasting().bytes();
        int arena = Math.max(LEAST, all - kept);
        int helium = works.stream().mapToInt(Work::helium).max().orElse(0);
        return new LibraryText(includes, macros(arena), kept + arena, kept + arena + helium);
    }

    private static String own(Program program) {
        List<String> own = program.operators(step -> !step.callsCmsisNn());
        return own.isEmpty() ? "" : "\n   This file itself computes " + String.join(", ", own) + ".";
    }

    private static String rounding(SumRounding rounding) {
        return rounding == SumRounding.SINGLE
                ? "#ifndef " + SINGLE + "\n#error \"Define " + SINGLE
                        + " for CMSIS-NN and for this file, or export with --rounding double\"\n#endif\n"
                : "#ifdef " + SINGLE + "\n#error \"Do not define " + SINGLE
                        + " for CMSIS-NN and this file, or export with --rounding single\"\n#endif\n";
    }

    private static String macros(int arena) {
        return "\n/* Where CMSIS-NN works. With Helium it takes other sizes; they lie behind the rest. */\n"
                + "#if defined(ARM_MATH_MVEI)\n#define WORK(place) (arena + " + arena
                + ")\n#define WORK_BYTES(bytes, helium) (helium)\n"
                + "#else\n#define WORK(place) (place)\n#define WORK_BYTES(bytes, helium) (bytes)\n#endif\n";
    }
}
