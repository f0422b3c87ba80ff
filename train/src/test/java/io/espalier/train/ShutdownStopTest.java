// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownStopTest {
    /** Trains until it is told to end. */
    static final class LongTraining {
        private LongTraining() {}

        public static void main(String[] arguments) {
            try (ShutdownStop stop = ShutdownStop.install(Duration.ofDays(1))) {
                TrainingResult<Model> result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
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
    void aProcessThatIsToldToEndFinishesItsTrainingCleanly(@TempDir Path folder)
            throws IOException, InterruptedException {
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

            // Process.destroy would close its output as well.
            assertThat(process.toHandle().destroy()).isTrue();

            List<String> rest = output.lines().toList();
            assertThat(rest).isNotEmpty().last().asString().startsWith("ended after ");
            assertThat(process.waitFor()).as("128 + SIGTERM").isEqualTo(143);
            assertThat(folder).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }
}
