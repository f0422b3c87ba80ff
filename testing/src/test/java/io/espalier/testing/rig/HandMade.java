// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Models in C that were written by hand. */
final class HandMade {
    private HandMade() {}

    static CModel read(String name) throws IOException {
        return new CModel(name, text(name + ".h"), text(name + ".c"));
    }

    /** One byte in, one byte out; the body is that of its function. */
    static CModel loop(String body) {
        String declaration = "int one_run(const int8_t *in, int8_t *out)";
        return new CModel(
                "one",
                "#include <stdint.h>\n#define ONE_INPUT_SIZE 1\n#define ONE_OUTPUT_SIZE 1\n" + declaration + ";\n",
                "#include \"one.h\"\n" + declaration + " {\n    (void) in;\n    out[0] = 0;\n    {\n" + body
                        + "\n    }\n    return 0;\n}\n");
    }

    private static String text(String name) throws IOException {
        try (InputStream content = HandMade.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(content, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
