// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Networks;
import io.espalier.bench.Report;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.model.Model;
import io.espalier.model.tensor.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteSmokeTest {
    private final Model model = Networks.mobile(32);
    private final Dataset pictures = TestImages.noise(12, 32, 32);
    private final Report report = new Report();

    @Test
    void everyWayOfCalibratingIsComparedWithThePlainRuntime(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.tflite");
        GraphWriter.write(Converter.convert(model), file);

        var all = CalibrationSpeed.measure(file, pictures, 1, report.out());

        assertThat(all)
                .hasSize(7)
                .allSatisfy((way, milliseconds) -> assertThat(milliseconds.ratio(Double::doubleValue))
                        .as(way)
                        .isPositive()
                        .isFinite());
    }

    @Test
    void improvementsAreMeasuredOnPicturesThatWereNotCalibratedWith() throws IOException {
        var all = Improvements.measure(
                Converter.convert(model),
                pictures.sample(4),
                Chosen.others(pictures, 4, 6),
                List.of(IntegerOptions.INT8),
                report.out());

        assertThat(all).hasSize(8).allSatisfy((form, figures) -> {
            assertThat(figures.sameClass()).as(form).isBetween(0.0, 1.0);
            assertThat(figures.signalToNoise()).as(form).isFinite();
        });
    }

    @Test
    void allFormsAreComparedWithFloat() throws IOException {
        var all = FormAgreement.measure(Converter.convert(model), pictures, 1, 1, report.out());

        assertThat(all).hasSize(8).allSatisfy((form, figures) -> {
            assertThat(figures.sameClass()).as(form).isBetween(0.0, 1.0);
            assertThat(figures.bytes()).as(form).isLessThan(1);
        });
    }

    @Test
    void recurrentLayersAreComparedInEachForm() throws IOException {
        var all = RecurrentLatency.measure(3, 8, 1, 1, report.out());

        assertThat(all)
                .hasSize(21)
                .allSatisfy(
                        (form, figures) -> assertThat(figures.parts()).as(form).isBetween(0, 3));
    }

    @Test
    void sparseFilesAreComparedWithDenseOnes() throws IOException {
        var all = SparseLatency.measure(List.of(0.9), 32, 1, 1, report.out());

        assertThat(all).singleElement().satisfies(figures -> {
            assertThat(figures.sparseBytes()).isLessThan(figures.denseBytes() / 2);
            assertThat(figures.latency().ratio()).isPositive().isFinite();
        });
    }

    @Test
    void halfTheFiltersAreComparedWithAll() throws IOException {
        FilterPruningLatency.Figures figures = FilterPruningLatency.measure(model, 1, 1, report.out());

        assertThat(figures.halfParameters()).isLessThan(figures.parameters() / 2);
        assertThat(figures.halfBytes()).isLessThan(figures.bytes() / 2);
        assertThat(figures.latency().ratio()).isPositive().isFinite();
    }

    @Test
    void aColdConversionIsCountedFromTheStartOfJava() throws IOException {
        ColdConversion.Figures figures = ColdConversion.measure(Size.square(32), report.out());

        assertThat(figures.built()).isPositive();
        assertThat(figures.lowered()).isGreaterThanOrEqualTo(figures.built());
        assertThat(figures.written()).isGreaterThanOrEqualTo(figures.lowered());
        assertThat(figures.bytes()).isGreaterThan(20_000_000);
    }
}
