// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export --to c --kernels cmsis-nn}. */
class CmsisNnCommandTest {
    @TempDir
    Path folder;

    @Test
    void whoComputesEachOperatorIsTold() throws Exception {
        CommandRun run = export("mnist_softmax/int8.tflite", "--rounding", "double", "--json");
        JsonNode json = JsonTree.parse(run.out());

        assertThat(run.err())
                .contains("by CMSIS-NN: CONV_2D, FULLY_CONNECTED, MAX_POOL_2D, SOFTMAX")
                .contains("without CMSIS_NN_USE_SINGLE_ROUNDING")
                .doesNotContain("by the file itself", "Cortex-M4");
        assertThat(json.path("kernels").asText()).isEqualTo("cmsis-nn");
        assertThat(json.path("cmsisNn")).hasSize(4);
        assertThat(json.path("portable")).isEmpty();
        assertThat(folder.resolve("out/digits.c")).content().contains("#include \"arm_nnfunctions.h\"");
    }

    @Test
    void otherKernelsThanThoseAreRefused() {
        assertThat(export("mnist_softmax/int8.tflite", "--kernels", "cmsis").err())
                .contains("--kernels cmsis: unknown", "choose from: portable, cmsis-nn");
    }

    private CommandRun export(String model, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("export", Golden.file(model).toString(), "--to", "c"));
        arguments.addAll(List.of("--name", "digits", "-o", folder.resolve("out").toString()));
        if (!List.of(more).contains("--kernels")) {
            arguments.addAll(List.of("--kernels", "cmsis-nn"));
        }
        arguments.addAll(Arrays.asList(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
