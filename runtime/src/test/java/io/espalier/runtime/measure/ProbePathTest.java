// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbePathTest {
    @Test
    void theShortestPathHasAllThatTheProbeNeeds() throws Exception {
        String path = ProbePath.shortest();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        MemoryProbe.class.getName(),
                        "1",
                        "true")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).as("it ran its own small model, and wants another").contains("EOFException");
        assertThat(List.of(path.split(File.pathSeparator)))
                .hasSizeLessThan(ProbePath.whole().split(File.pathSeparator).length)
                .doesNotHaveDuplicates();
    }
}
