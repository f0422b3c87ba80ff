// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What {@link ClusterTest} starts as an application of Spark. Executors die in the middle of it. */
public final class ClusterProgram {
    static final int TRIALS = 5;

    private ClusterProgram() {}

    /** @param arguments a model, the same in layers, a folder that all processes see, the file for the results */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        Path layers = Path.of(arguments[1]);
        Path folder = Path.of(arguments[2]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("espalier tests"));
                PrintStream out =
                        new PrintStream(Files.newOutputStream(Path.of(arguments[3])), false, StandardCharsets.UTF_8)) {
            calibrate(spark, model, folder.resolve("an executor died"), out);
            search(spark, layers, folder.resolve("store"), out);
            SparkData data = SparkData.shipped(spark, DigitTrials.digits());
            out.println(evaluation(SparkEvaluation.run(TfliteModel.read(model), data, 3)));
        }
    }

    private static void calibrate(JavaSparkContext spark, Path model, Path mark, PrintStream out) throws IOException {
        long driver = ProcessHandle.current().pid();
        String file = mark.toString();
        SparkData deadly = SparkData.opened(spark, () -> {
            if (ProcessHandle.current().pid() != driver) {
                dieOnce(Path.of(file));
            }
            return DigitTrials.digits();
        });
        out.println(calibration(
                SparkCalibrator.of(deadly, 100).withTasks(4).calibrate(GraphReader.read(model), Percentile.DEFAULT)));
        out.println("died " + Files.exists(mark));
    }

    private static void dieOnce(Path mark) throws IOException {
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Runtime.getRuntime().halt(1);
    }

    private static void search(JavaSparkContext spark, Path layers, Path store, PrintStream out) throws IOException {
        AtomicBoolean killed = new AtomicBoolean();
        new SparkTrialRunner(spark)
                .run(
                        DigitTrials.setup(layers, store, 1),
                        DigitTrials.trials(TRIALS),
                        result -> killOnce(killed),
                        new StopSignal())
                .forEach(result -> out.println(DigitTrials.lasting(result)));
        out.println("killed " + killed);
    }

    /** Executors of a cluster within one machine are children of the driver. */
    private static void killOnce(AtomicBoolean killed) {
        if (!killed.get()) {
            killed.set(ProcessHandle.current().children().limit(1).allMatch(ProcessHandle::destroyForcibly));
        }
    }

    static String calibration(Calibration calibration) {
        return calibration.samples() + " " + calibration.ranges().byName();
    }

    static String evaluation(Evaluation evaluation) {
        return evaluation.dataset() + " " + evaluation.scores();
    }
}
