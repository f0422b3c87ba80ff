// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.experiment.measure.FileMeasure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMeasureTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsMeasuredRawAndGzippedAndNamedByItsHash() throws IOException {
        Path file = Files.write(folder.resolve("zeros.bin"), new byte[100_000]);

        FileMeasure measure = FileMeasure.of(file);

        assertThat(measure.name()).isEqualTo("zeros.bin");
        assertThat(measure.bytes()).isEqualTo(100_000);
        assertThat(measure.gzipBytes()).isBetween(100L, 200L);
        // sha256sum of 100,000 zero bytes
        assertThat(measure.sha256()).isEqualTo("9192c25b734fcbadbe32dadc28089c60db0e39f90cc20ce2e5733f57261acc0c");
    }
}
