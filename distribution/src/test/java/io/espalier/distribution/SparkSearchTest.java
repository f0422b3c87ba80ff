// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.keras.KerasFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a folder of Spark, made of the jars that Maven found for the module of Spark. */
class SparkSearchTest {
    private static final Path HOME = Path.of(System.getProperty("espalier.home"));
    private static final Pattern OURS =
            Pattern.compile(".*espalier-[^/\\\\]*|.*(tensorflow|bytedeco|junit|surefire).*");
    private static final Path SPARK_JARS = Path.of("../spark/target/class-path.txt");
    private static final String SPACE = """
            name: small
            batch_size: 128
            objectives: [gzip_bytes, accuracy]
            steps:
              - cluster: [4]
                train: {epochs: 1}
              - quantize: int8
            """;

    @TempDir
    private Path folder;

    @Test
    void aSearchOnSparkRunsFromTheLauncher() throws Exception {
        Files.writeString(folder.resolve("space.yaml"), SPACE);
        KerasFormat.H5.write(MnistLab.network(1), null, folder.resolve("net.h5"));

        Run run = Run.shell(
                folder,
                Map.of("SPARK_HOME", spark().toString(), "SPARK_LOCAL_IP", "127.0.0.1"),
                "sh \"$1\"/bin/espalier search space.yaml --model net.h5 --data mnist-sample -o found --spark 'local[1]'",
                HOME);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Cluster    Spark 4.", "Trial      1/1").doesNotContain(" WARN ", " INFO ");
        assertThat(folder.resolve("found/small-best.tflite")).isNotEmptyFile();
    }

    private static Path spark() throws IOException {
        Path home = Path.of("target/spark-home").toAbsolutePath();
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String entry : Files.readString(SPARK_JARS).strip().split(Pattern.quote(File.pathSeparator))) {
            Path jar = Path.of(entry);
            Path link = jars.resolve(jar.getFileName());
            if (Files.isRegularFile(jar) && !OURS.matcher(entry).matches()) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar);
            }
        }
        return home;
    }
}
