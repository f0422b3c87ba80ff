// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export --to c --project}. */
class CProjectCommandTest {
    private static final String MODEL = Golden.file("mnist_softmax/int8.tflite").toString();

    @TempDir
    Path folder;

    @Test
    void aProjectHoldsTheModelAndItsTest() {
        CommandRun run = export("arduino");

        assertThat(run.err()).contains("Exported");
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("firmware/library.properties")).content().contains("name=espalier_digits");
        assertThat(folder.resolve("firmware/src/digits.h")).content().contains("int digits_run(");
        assertThat(folder.resolve("firmware/examples/check/digits_check.c"))
                .content()
                .contains("static const int8_t input0[784] = {", "static const int8_t expected0[10] = {");
    }

    @Test
    void aFolderThatHoldsAProjectIsOnlyReplacedByForce() {
        export("zephyr");

        assertThat(export("zephyr").err()).contains("already holds a model");
        assertThat(export("zephyr", "--force").exitCode()).isZero();
        assertThat(export("esp-idf", "--force").err()).contains("holds other files");
    }

    @Test
    void whatIsNoProjectOrHasNoTestIsRefused() {
        assertThat(export("zephir").err()).contains("there is no project 'zephir'", "zephyr");
        assertThat(export("cmake", "--rounding", "double").err()).contains("--rounding single");
        assertThat(export("cmake", "--kernels", "cmsis-nn").err()).contains("leave out --kernels or --project");
    }

    @Test
    @Tag("conformance")
    void everyKindOfArenaPassesItsTestInCMake() throws Exception {
        for (String arena : List.of("static", "caller")) {
            assertThat(export("cmake", "--arena-in", arena, "--force").exitCode())
                    .isZero();

            run("cmake", "-B", arena);
            run("cmake", "--build", arena);

            assertThat(run("ctest", "--test-dir", arena, "--output-on-failure")).contains("100% tests passed");
        }
    }

    private CommandRun export(String project, String... more) {
        String[] words = {
            "export",
            MODEL,
            "--to",
            "c",
            "--name",
            "digits",
            "--project",
            project,
            "-o",
            folder.resolve("firmware").toString()
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandRun.of(all);
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.resolve("firmware").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
