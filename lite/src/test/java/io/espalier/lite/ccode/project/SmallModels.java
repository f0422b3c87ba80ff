// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import java.util.List;
import java.util.Map;

/** Models in C that were written by hand, each with one input and what it answers. */
final class SmallModels {
    private SmallModels() {}

    /** Twice the input, saturated. */
    static ProjectModel twice() {
        return new ProjectModel(
                "twice",
                Map.of(
                        "twice.h",
                        header("twice", "int twice_run(const int8_t *in, int8_t *out);"),
                        "twice.c",
                        """
                        #include "twice.h"

                        int twice_run(const int8_t *in, int8_t *out) {
                            int i;
                            for (i = 0; i < 4; i++) {
                                int value = 2 * in[i];
                                out[i] = (int8_t) (value > 127 ? 127 : value < -128 ? -128 : value);
                            }
                            return 0;
                        }
                        """,
                        "main.c",
                        "an example\n"),
                List.of(CArray.of(new byte[] {1, -2, 100, -128})),
                List.of(CArray.of(new byte[] {2, -4, 127, -128})),
                "",
                false);
    }

    /** Two inputs, two outputs, and a sum in the caller's arena; the other half is in a file of its own. */
    static ProjectModel sums() {
        String run = "int sums_run(void *arena, const float *in0, const uint8_t *in1, float *out0, int32_t *out1);";
        return new ProjectModel(
                "sums",
                Map.of(
                        "sums.h",
                        header("sums", run + "\nvoid sums_reset(void *arena);\n#define SUMS_ARENA_SIZE 4"),
                        "sums.c",
                        """
                        #include "sums.h"
                        #include "sums_extra.h"

                        int sums_run(void *arena, const float *in0, const uint8_t *in1, float *out0, int32_t *out1) {
                            float *sum = (float *) arena;
                            *sum += in0[0];
                            out0[0] = *sum / 3.0f;
                            out1[0] = sums_negative(in1[0]);
                            out1[1] = INT32_MIN;
                            return 0;
                        }

                        void sums_reset(void *arena) {
                            *(float *) arena = 0.0f;
                        }
                        """,
                        "sums_extra.h",
                        "#include <stdint.h>\nint32_t sums_negative(uint8_t value);\n",
                        "sums_extra.c",
                        "#include \"sums_extra.h\"\nint32_t sums_negative(uint8_t value) {\n    return -value;\n}\n"),
                List.of(CArray.of(new float[] {1e-5f}), CArray.ofUnsigned(new byte[] {-1})),
                List.of(CArray.of(new float[] {3.3333e-6f}), CArray.of(new int[] {-255, Integer.MIN_VALUE})),
                "SUMS_ARENA_SIZE",
                true);
    }

    /** The same model, expected to answer something else. */
    static ProjectModel wrong() {
        ProjectModel twice = twice();
        return new ProjectModel(
                twice.name(),
                twice.files(),
                twice.inputs(),
                List.of(CArray.of(new byte[] {2, -4, 126, 128 - 256})),
                "",
                false);
    }

    private static String header(String name, String declarations) {
        return "#ifndef " + name + "_h\n#define " + name + "_h\n#include <stdint.h>\n"
                + "#ifdef __cplusplus\nextern \"C\" {\n#endif\n" + declarations
                + "\n#ifdef __cplusplus\n}\n#endif\n#endif\n";
    }
}
