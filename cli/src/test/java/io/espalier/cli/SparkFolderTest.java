// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkFolderTest {
    @TempDir
    private Path folder;

    @Test
    void whoHasNoSparkIsToldWhatToInstall() {
        assertThatThrownBy(() -> SparkFolder.of(null))
                .isInstanceOf(UsageException.class)
                .hasMessage("--spark needs Apache Spark on this machine, and SPARK_HOME is not set; unpack Spark 4 for"
                        + " Scala 2.13 (https://spark.apache.org/downloads.html), and set SPARK_HOME to its folder");
    }

    @Test
    void aFolderWithoutSparkIsNamed() {
        assertThatThrownBy(() -> SparkFolder.of(folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("SPARK_HOME is " + folder + ", where there is no jars/spark-core_2.13-4*.jar");
    }

    @Test
    void anotherSparkIsNamedWithItsVersions() throws IOException {
        put("jars/spark-core_2.12-3.5.6.jar");

        assertThatThrownBy(() -> SparkFolder.of(folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("with Spark 3.5.6 for Scala 2.12; Espalier takes Spark 4 for Scala 2.13");
    }

    @Test
    void jarsThatSparkHasInAnyVersionAreLeftOut() throws IOException {
        put("jars/spark-core_2.13-4.1.3.jar");
        put("jars/jackson-core-2.20.0.jar");
        put("lib/espalier-cli-0.1.0.jar");
        put("lib/jackson-core-2.22.4.jar");
        put("lib/jackson-dataformat-yaml-2.22.4.jar");

        assertThat(SparkFolder.of(folder.toString()).without(folder.resolve("lib")))
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("espalier-cli-0.1.0.jar", "jackson-dataformat-yaml-2.22.4.jar");
    }

    private void put(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
