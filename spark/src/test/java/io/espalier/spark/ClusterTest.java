// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are processes of their own, with the jars that Spark brings and those that it sends them. */
class ClusterTest {
    @Test
    void aClusterThatLosesAnExecutorFindsWhatOneMachineFinds(@TempDir Path folder) throws Exception {
        Path model = Golden.file("mnist_keras/float.tflite");
        Path results = folder.resolve("results.txt");
        Path output = folder.resolve("output.txt");

        int exit = SparkFolder.make(folder)
                .submit(2, ClusterProgram.class, output, model.toString(), folder.toString(), results.toString())
                .waitFor();

        assertThat(exit).as(Files.readString(output)).isZero();
        assertThat(results)
                .content()
                .isEqualToIgnoringNewLines(String.join(
                        "\n",
                        ClusterProgram.calibration(Calibrator.of(ClusterProgram.digits(), 100)
                                .calibrate(GraphReader.read(model), Percentile.DEFAULT)),
                        "died true",
                        ClusterProgram.evaluation(
                                Evaluation.run(model, ClusterProgram.digits(), InterpreterOptions.DEFAULTS))));
    }
}
