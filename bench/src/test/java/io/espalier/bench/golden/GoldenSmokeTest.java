// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Networks;
import io.espalier.bench.Report;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenSmokeTest {
    private final Report report = new Report();

    @Test
    void everyFormOfEveryGoldenModelIsComparedAndOursIsSmaller() throws IOException {
        var pairs = GoldenComparison.measure(1, 2, report.out());

        assertThat(pairs).hasSize(12).allSatisfy(pair -> {
            assertThat(pair.ourBytes()).isLessThan(pair.googleBytes());
            assertThat(pair.latency().ratio()).isPositive().isFinite();
        });
    }

    @Test
    void ourCalibrationAgreesWithGoogles() throws IOException {
        assertThat(GoldenCalibration.measure(report.out())).hasSize(3).allSatisfy(agreement -> {
            assertThat(agreement.largestDeviation()).isLessThan(0.01);
            assertThat(agreement.near()).isEqualTo(agreement.outputs());
        });
    }

    @Test
    void anInt8FileOfTheSameModelHasTheSameWeights(@TempDir Path folder) throws IOException {
        Dataset pictures = TestImages.noise(8, 32, 32);
        Graph graph = Converter.convert(Networks.mobile(32));
        Path floats = folder.resolve("float.tflite");
        Path theirs = folder.resolve("int8.tflite");
        GraphWriter.write(graph, floats);
        GraphWriter.write(
                Quantizer.of(Recipe.named("int8")
                                .withInputType(BoundaryType.INT8)
                                .withOutputType(BoundaryType.INT8))
                        .withCalibration(Calibrator.of(pictures))
                        .quantize(graph),
                theirs);

        MlperfTinyComparison.Figures figures = MlperfTinyComparison.compare(
                floats, theirs, new MinMax(), new MlperfTinyComparison.Effort(pictures, pictures, 1, 2));

        assertThat(figures.weights().same())
                .isEqualTo(figures.weights().weights())
                .isPositive();
        assertThat(figures.ourAgreement()).isEqualTo(figures.theirAgreement());
        assertThat(figures.latency().ratio()).isPositive().isFinite();
    }
}
