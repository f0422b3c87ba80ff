// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelTest {
    private final Kernel kernel =
            new Kernel(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void cellsShowWhatTheyPrintAndDisplayAndTheirLastValueInOrder() {
        kernel.run("int six = 6;");

        assertThat(kernel.run("printf(\"%d%n\", six); display(\"half\"); printf(\"more\"); six * 7"))
                .containsExactly(
                        new Output.Printed("6\n"),
                        new Output.Displayed(Map.of("text/plain", "half")),
                        new Output.Printed("more"),
                        new Output.Value(Map.of("text/plain", "42")));
    }

    @Test
    void declarationsHaveNoValueToShow() {
        assertThat(kernel.run("int seven = 7;")).isEmpty();
        assertThat(kernel.run("long twice(int n) { return 2L * n; }")).isEmpty();
    }

    @Test
    void picturesAreKeptAsPng() {
        assertThat(kernel.run("display(new java.awt.image.BufferedImage(3, 2, 1));"))
                .singleElement()
                .isInstanceOfSatisfying(Output.Displayed.class, shown -> {
                    assertThat(shown.data()).containsEntry("text/plain", "picture of 3 x 2");
                    assertThat(shown.data().get("image/png")).startsWith("iVBORw0KGgo");
                });
    }

    @Test
    void cellsThatFailSayWhy() {
        assertThatThrownBy(() -> kernel.run("int x = \"one\";"))
                .isInstanceOf(CellFailedException.class)
                .hasMessageContaining("String cannot be converted to int");
        assertThatThrownBy(() -> kernel.run("Integer.parseInt(\"one\");"))
                .isInstanceOf(CellFailedException.class)
                .hasMessageContaining("NumberFormatException");
        assertThatThrownBy(() -> kernel.run("void open() {"))
                .isInstanceOf(CellFailedException.class)
                .hasMessageContaining("no complete Java");
    }

    @Test
    void magicsAreCheckedAndLeftOut() {
        assertThat(kernel.run("%maven io.espalier:espalier-training:0.1.0\nprintf(\"here\");"))
                .containsExactly(new Output.Printed("here"));
        assertThatThrownBy(() -> kernel.run("%maven io.espalier:espalier:0.0.1"))
                .hasMessageContaining("this is version");
        assertThatThrownBy(() -> kernel.run("%classpath lib/*.jar")).hasMessageContaining("is known here");
    }
}
