// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.ccode.settings.SumRounding;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTest {
    static List<String> files() throws IOException, URISyntaxException {
        Path folder = Path.of(Kernel.class
                        .getResource("/io/espalier/lite/ccode/kernels/conv.c")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".c", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFunctionTakesAStructThatItsFilesDefine(String file) {
        KernelTexts kernels = new KernelTexts(SumRounding.SINGLE);
        Kernel kernel = kernels.add(file);
        if (kernel.text().contains("const struct")
                && kernel.text().contains("static KERNEL void " + file.replaceAll("_(single|double)$", "") + "(")) {
            assertThat(kernels.fields(kernel.function().struct())).isNotEmpty();
            assertThat(kernel.function().inputs()).isNotEmpty();
        }
    }

    @Test
    void aFileComesOnceAndAfterThoseThatItNeeds() {
        KernelTexts kernels = new KernelTexts(SumRounding.SINGLE);
        kernels.add("matmul");
        kernels.add("conv");

        assertThat(kernels.text())
                .containsOnlyOnce("static KERNEL void filtered(")
                .doesNotContain("#include \"");
        assertThat(kernels.text().indexOf("dot_2x2(")).isLessThan(kernels.text().indexOf("filtered("));
    }
}
