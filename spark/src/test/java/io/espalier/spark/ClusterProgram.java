// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.data.Dataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What {@link ClusterTest} starts as an application of Spark. An executor dies in the middle of it. */
public final class ClusterProgram {
    private ClusterProgram() {}

    /** @param arguments a model, a folder that all processes see, the file for the results */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        String mark = folder.resolve("an executor died").toString();
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("espalier tests"));
                PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[2])))) {
            long driver = ProcessHandle.current().pid();
            SparkData deadly = SparkData.opened(spark, () -> {
                if (ProcessHandle.current().pid() != driver) {
                    dieOnce(Path.of(mark));
                }
                return digits();
            });
            out.println(calibration(SparkCalibrator.of(deadly, 100)
                    .withTasks(4)
                    .calibrate(GraphReader.read(model), Percentile.DEFAULT)));
            out.println("died " + Files.exists(Path.of(mark)));
            out.println(
                    evaluation(SparkEvaluation.run(TfliteModel.read(model), SparkData.shipped(spark, digits()), 3)));
        }
    }

    private static void dieOnce(Path mark) throws IOException {
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Runtime.getRuntime().halt(1);
    }

    static Dataset digits() {
        return NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).test();
    }

    static String calibration(Calibration calibration) {
        return calibration.samples() + " " + calibration.ranges().byName();
    }

    static String evaluation(Evaluation evaluation) {
        return evaluation.dataset() + " " + evaluation.scores();
    }
}
