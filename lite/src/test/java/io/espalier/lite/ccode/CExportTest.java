// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.file.GraphReader;
import io.espalier.testing.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CExportTest {
    private static final CSettings DIGITS = CSettings.named("digits");

    @Test
    void theHeaderSaysWhatGoesInAndOut() throws IOException {
        assertThat(CExport.of(model(), DIGITS).header())
                .startsWith("#ifndef DIGITS_H\n")
                .contains("#define DIGITS_INPUT_SIZE 784\n", "#define DIGITS_INPUT_SHAPE {1, 28, 28}\n")
                .contains("#define DIGITS_INPUT_SCALE 0.00392152f\n", "#define DIGITS_INPUT_ZERO_POINT (-128)\n")
                .contains("#define DIGITS_OUTPUT_SIZE 10\n", "#define DIGITS_OUTPUT_SCALE 0.008005003f\n")
                .contains("int digits_run(const int8_t *in, int8_t *out);\n");
    }

    @Test
    void integerModelsUseNeitherFloatNorTheHeapNorTheLibraryOfC() throws IOException {
        assertThat(CExport.of(model(), DIGITS).source())
                .doesNotContain("float ", "double ", "malloc", "<math.h>", "<stdio.h>", "static int8_t");
    }

    @Test
    void aCallerCanOwnTheMemory() throws IOException {
        CExport export = CExport.of(model(), DIGITS.with(ArenaPlace.CALLER));

        assertThat(export.header()).contains("int digits_run(void *memory, const int8_t *in, int8_t *out);");
        assertThat(export.source()).doesNotContain("activations");
        assertThat(export.example()).contains("digits_run(memory.bytes, in, out)");
    }

    @Test
    void everythingInAFileIsStaticButTheFunctionThatRuns() throws IOException {
        assertThat(CExport.of(model(), DIGITS).source().lines())
                .filteredOn(line ->
                        line.matches("[a-z].*\\{") && !line.startsWith("static ") && !line.startsWith("struct "))
                .containsExactly("int digits_run(const int8_t *in, int8_t *out) {");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "my-model", "int", "class", "a b"})
    void aNameThatIsNoIdentifierIsRefused(String name) {
        assertThatExceptionOfType(CExportException.class)
                .isThrownBy(() -> CSettings.named(name))
                .withMessageContaining("'" + name + "' is no name for C");
    }

    private static Graph model() throws IOException {
        return GraphReader.read(Golden.file("mnist_keras/int8.tflite"));
    }
}
