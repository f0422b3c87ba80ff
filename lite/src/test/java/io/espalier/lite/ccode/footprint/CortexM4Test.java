// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("conformance")
class CortexM4Test {
    private static final String HEADER = "#include <stdint.h>\nint m_run(const int8_t *in, int8_t *out);\n";

    private final CortexM4 compiler = CortexM4.find().orElseThrow();

    @Test
    void tablesVariablesAndArenasAreCountedWhereTheyLie() {
        Footprint footprint = measure("""
                static const int8_t table[1000] = {1, 2};
                static int8_t variable[100] = {3};
                static int8_t arena[500];
                int m_run(const int8_t *in, int8_t *out) {
                    int k = (uint8_t) in[0];
                    variable[k & 63] = in[0];
                    arena[k] = in[1];
                    out[0] = table[k] + variable[k & 31] + arena[k / 2];
                    return 0;
                }
                """);

        assertThat(footprint.text()).isBetween(1040L, 1100L);
        assertThat(footprint.data()).isEqualTo(100);
        assertThat(footprint.bss()).isEqualTo(500);
        assertThat(footprint.flash()).isEqualTo(footprint.text() + 100);
        assertThat(footprint.ram()).isEqualTo(600);
        assertThat(footprint.compiler()).contains("arm-none-eabi-gcc").containsPattern("\\d+[.]\\d+[.]\\d+");
        assertThat(footprint.flags()).contains("-Os");
    }

    @Test
    void whatTheLibraryOfCAddsCounts() {
        long copied = measure("""
                #include <string.h>
                int m_run(const int8_t *in, int8_t *out) {
                    memcpy(out, in, 100);
                    return 0;
                }
                """).flash();

        assertThat(copied).isBetween(100L, 500L);
    }

    @Test
    void whatIsNeverCalledDoesNotCountButTheResetDoes() {
        String run =
                "static int8_t state;\nint m_run(const int8_t *in, int8_t *out) { state += in[0]; out[0] = state; return 0; }\n";
        String unused = "extern int m_unused[200];\nint m_unused[200];\n";
        String reset = "void m_reset(void);\nvoid m_reset(void) { state = 0; }\n";

        assertThat(measure(run + unused).ram()).isLessThan(8);
        assertThat(measure(run + reset).flash()).isGreaterThan(measure(run).flash());
    }

    @Test
    void aCompilerThatFailsIsQuoted() {
        assertThatThrownBy(() -> measure("int m_run(const int8_t *in) { return nothing; }\n"))
                .isInstanceOf(FootprintException.class)
                .hasMessageContaining("m.c:2")
                .hasMessageContaining("arm-none-eabi-gcc");
        assertThatThrownBy(() -> measure("int m_walk(void);\nint m_walk(void) { return 1; }\n"))
                .isInstanceOf(FootprintException.class)
                .hasMessageContaining("m_run");
    }

    private Footprint measure(String source) {
        return compiler.measure(
                "m",
                Map.of("m.h", HEADER, "m.c", "#include \"m.h\"\n" + source, "main.c", "not C at all"),
                List.of("-mcpu=cortex-m4", "-mthumb", "-Os"));
    }
}
