// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ShutdownStopTest {
    /** Trains until it is told to end. */
    static final class LongTraining {
        private LongTraining() {}

        public static void main(String[] arguments) {
            try (ShutdownStop stop = ShutdownStop.install(Duration.ofSeconds(20))) {
                TrainingResult result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                        .epochs(1_000_000)
                        .threads(2)
                        .stopWhen(stop.signal())
                        .callbacks(
                                ModelCheckpoint.ofEach((model, epoch) -> System.out.println("epoch " + epoch.epoch())))
                        .fit(Quarters.model(ActivationFunction.LINEAR), Quarters.pictures(500, 1));
                System.out.println("ended after " + result.history().last().epoch());
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void anInterruptedProcessEndsItsTrainingCleanly(@TempDir Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongTraining.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.equals("epoch 3")) {
                line = output.readLine();
            }

            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();

            List<String> rest = output.lines().collect(Collectors.toList());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rest).isNotEmpty().last().asString().startsWith("ended after ");
            assertThat(process.exitValue()).as("128 + SIGINT").isEqualTo(130);
            assertThat(folder).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }
}
