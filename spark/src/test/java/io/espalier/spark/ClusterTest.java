// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.testing.Golden;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are processes of their own, with the jars that Spark brings and those that it sends them. */
class ClusterTest {
    private static final Path MODEL = Golden.file("mnist_keras/float.tflite");
    private static final Path LAYERS = Golden.file("mnist_keras/model.h5");

    @Test
    void aClusterThatLosesExecutorsFindsWhatOneMachineFinds(@TempDir Path folder) throws Exception {
        Path results = folder.resolve("results.txt");
        Path output = folder.resolve("output.txt");

        try (SparkFolder spark = SparkFolder.make(folder)) {
            Process program = spark.submit(
                    2,
                    ClusterProgram.class,
                    output,
                    MODEL.toString(),
                    LAYERS.toString(),
                    folder.toString(),
                    results.toString());
            List<String> expected = alone(folder);

            assertThat(program.waitFor()).as(Files.readString(output)).isZero();
            assertThat(Files.readAllLines(results)).isEqualTo(expected);
        }
    }

    @Test
    @Tag("conformance")
    void anExecutorWithoutANativeLibrarySaysWhatToInstall(@TempDir Path folder) throws Exception {
        Path results = folder.resolve("results.txt");
        Path output = folder.resolve("output.txt");

        try (SparkFolder spark = SparkFolder.make(folder)) {
            int exit = spark.lacking("tensorflow-core-native")
                    .submit(1, TrialsProgram.class, output, LAYERS.toString(), folder.toString(), results.toString())
                    .waitFor();

            assertThat(exit).as(Files.readString(output)).isZero();
            assertThat(Files.readAllLines(results))
                    .hasSize(2)
                    .allMatch(line -> line.contains("the executor on ")
                            && line.contains("cannot run trials: cannot load TensorFlow's native library")
                            && line.endsWith("install them there (docs/spark.md)"));
        }
    }

    private static List<String> alone(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(ClusterProgram.calibration(
                Calibrator.of(DigitTrials.digits(), 100).calibrate(GraphReader.read(MODEL), Percentile.DEFAULT)));
        lines.add("died true");
        new LocalTrialRunner(1)
                .run(
                        DigitTrials.setup(LAYERS, folder.resolve("alone"), 1),
                        DigitTrials.trials(ClusterProgram.TRIALS),
                        result -> {},
                        new StopSignal())
                .forEach(result -> lines.add(DigitTrials.lasting(result)));
        lines.add("killed true");
        lines.add(ClusterProgram.evaluation(Evaluation.run(MODEL, DigitTrials.digits(), InterpreterOptions.DEFAULTS)));
        return lines;
    }
}
