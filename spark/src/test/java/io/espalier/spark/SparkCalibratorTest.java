// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkCalibratorTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start();
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @ParameterizedTest
    @CsvSource({"min_max, 1", "min_max, 2", "min_max, 3", "percentile 99.99, 3", "mean_squared_error 8, 2"})
    void anyNumberOfTasksFindsJustTheRangesOfOneMachine(String method, int tasks) throws IOException {
        Calibration alone =
                Calibrator.of(DigitTrials.digits(), 100).calibrate(graph(), CalibrationMethod.named(method));

        Calibration together = SparkCalibrator.of(SparkData.shipped(spark, DigitTrials.digits()), 100)
                .withTasks(tasks)
                .calibrate(graph(), CalibrationMethod.named(method));

        assertThat(together).isEqualTo(alone);
        assertThat(together.samples()).isEqualTo(100);
    }

    @Test
    void movingAveragesAreThoseOfOneMachineUpToRounding() throws IOException {
        Calibration alone = Calibrator.of(DigitTrials.digits(), 100).calibrate(graph(), MovingAverage.DEFAULT);

        Calibration together = SparkCalibrator.of(SparkData.shipped(spark, DigitTrials.digits()), 100)
                .withTasks(3)
                .calibrate(graph(), MovingAverage.DEFAULT);

        alone.ranges()
                .byName()
                .forEach((tensor, range) -> assertThat(
                                together.ranges().of(tensor).orElseThrow().max())
                        .as(tensor)
                        .isCloseTo(range.max(), within(1e-6f * Math.max(1, range.max()))));
    }

    @Test
    void aModelQuantizedWithTheClusterHasTheBytesOfOneMachine() throws IOException {
        Quantizer quantizer = Quantizer.of(Recipe.named("int8"));
        SparkData data = SparkData.opened(spark, DigitTrials::digits);

        Graph alone = quantizer
                .withCalibration(Calibrator.of(DigitTrials.digits(), 100))
                .quantize(graph());
        Graph together =
                quantizer.withCalibration(SparkCalibrator.of(data, 100)).quantize(graph());

        assertThat(GraphWriter.toBytes(together)).isEqualTo(GraphWriter.toBytes(alone));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anyNumberOfTasksFindsJustTheScoresOfOneMachine(int tasks) throws IOException {
        TfliteModel model = TfliteModel.read(Golden.file("mnist_keras/int8.tflite"));
        Evaluation alone = Evaluation.run(model, DigitTrials.digits(), InterpreterOptions.DEFAULTS);

        Evaluation together = SparkEvaluation.run(model, SparkData.shipped(spark, DigitTrials.digits()), tasks);

        assertThat(together.scores()).isEqualTo(alone.scores());
        assertThat(together.dataset()).isEqualTo(alone.dataset());
    }

    @Test
    void whatIsWrongWithTheDataIsSaidAsOnOneMachine() throws IOException {
        Dataset rows = DigitTrials.digits().slice(0, 40);
        SparkCalibrator small = SparkCalibrator.of(SparkData.shipped(spark, rows));
        Graph other = GraphReader.read(Golden.file("mobile_big/float.tflite"));

        assertThatThrownBy(() -> small.calibrate(other, new MinMax()))
                .isInstanceOf(InterpreterException.class)
                .hasMessageContaining("the model: input ");
    }

    @Test
    void examplesThatAnExecutorDoesNotSeeAreNamedWithItsMachine() {
        SparkData data = SparkData.opened(spark, () -> {
            throw new NoSuchFileException("/shared/photographs");
        });

        assertThatThrownBy(() -> SparkCalibrator.of(data).calibrate(graph(), new MinMax()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(
                        "/shared/photographs; they must be in a place that the driver and all executors see");
    }

    private static Graph graph() throws IOException {
        return GraphReader.read(Golden.file("mnist_keras/float.tflite"));
    }
}
