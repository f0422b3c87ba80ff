// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.ProgressListener;
import io.espalier.data.Metric;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole lab, on the sample of real digits that needs no network. */
class MnistLabTest {
    private static final int EPOCHS = 2;
    private static final List<String> FILES = List.of(
            "baseline.h5",
            "float.tflite",
            "float16.tflite",
            "dynamic.tflite",
            "int8.tflite",
            "int16x8.tflite",
            "pruned.h5",
            "pruned-dynamic.tflite",
            "clustered.h5",
            "clustered-dynamic.tflite",
            "qat.h5",
            "qat-int8.tflite",
            "pqat.h5",
            "pqat-int8.tflite",
            "cqat.h5",
            "cqat-int8.tflite",
            "pcqat.h5",
            "pcqat-int8.tflite",
            "teacher.h5",
            "distilled.h5",
            "distilled-int8.tflite",
            "smallest.h5",
            "smallest-int8.tflite");

    private static final ByteArrayOutputStream RESULTS = new ByteArrayOutputStream();

    @TempDir
    private static Path shared;

    private static Report report;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runOnce() throws IOException {
        report = lab(shared, new StopSignal()).run();
    }

    @Test
    void theModelLearnsAndKeepsWhatItLearnedInEveryForm() {
        assertThat(report.variants()).extracting(Variant::name).containsExactlyElementsOf(FILES);
        assertThat(report.variants())
                .allSatisfy(
                        variant -> assertThat(variant.score(Metric.ACCURACY)).isGreaterThan(0.87));
        assertThat(report.variants().get(1).agreement()).isEqualTo(1);
        assertThat(report.variants().get(1).maxDifference()).isLessThan(1e-5);
        assertThat(report.variants().get(2).agreement()).isGreaterThan(0.998);
        assertThat(report.variants().get(3).agreement()).isGreaterThan(0.99);
        assertThat(report.variants().get(4).agreement()).isGreaterThan(0.98);
        assertThat(report.variants().get(5).agreement()).isGreaterThan(0.99);
        assertThat(report.variants().get(4).bytes()).isLessThanOrEqualTo(23_300);
        assertThat(report.history())
                .filteredOn(epoch -> epoch.training().equals("baseline"))
                .hasSize(EPOCHS);
        assertThat(RESULTS.toString(StandardCharsets.UTF_8)).contains("Total params: 20410 (79.73 KB)");
    }

    @Test
    void thePrunedModelIsMostlyZeroAndTakesLittleRoomWhenCompressed() {
        Variant pruned = report.variants().get(6);
        Variant small = report.variants().get(7);
        assertThat(pruned.sparsity()).isBetween(0.79, 0.8);
        assertThat(pruned.gzipBytes()).isLessThan(26_000);
        assertThat(small.gzipBytes()).isLessThan(8_400);
        assertThat(RESULTS.toString(StandardCharsets.UTF_8))
                .contains("Total params: 40805 (159.41 KB)")
                .contains("conv2d/kernel (3, 3, 1, 12), 79.6% zero");
    }

    @Test
    void theFolderHoldsTheFilesThatTheReportMeasured() throws IOException {
        assertThat(shared.toFile().list())
                .hasSize(FILES.size() + 7)
                .containsExactlyInAnyOrderElementsOf(
                        lab(shared, new StopSignal()).plan().files())
                .contains("report.json", "report.html", "report.md", "report", "recipes", "pcqat-c", "smallest-c")
                .contains(FILES.toArray(String[]::new));
        JsonNode json = new JsonMapper().readTree(Files.readAllBytes(shared.resolve("report.json")));
        assertThat(json.get("lab").asText()).isEqualTo("mnist");
        for (JsonNode variant : json.get("variants")) {
            Path file = shared.resolve(variant.get("name").asText());
            assertThat(variant.get("bytes").asLong()).isEqualTo(Files.size(file));
        }
        assertThat(json.at("/variants/2/provenance/parents/0").asText())
                .isEqualTo("baseline.h5 " + report.variants().get(0).sha256());
    }

    @Test
    void thePageDrawsTheModelAndShowsDigitsThatChangedTheirClass() throws IOException {
        String page = Files.readString(shared.resolve("report.html"));

        assertThat(page.length()).isLessThan(2_000_000);
        assertThat(List.of(
                        "FULLY_CONNECTED", "data:image/png;base64,", "course-zeros", "Confusion matrix of teacher.h5"))
                .allMatch(page::contains);
        assertThat(page.contains("is not drawn")).isFalse();
    }

    @Test
    void theTwoSmallestModelsAreThereAsCToo() {
        assertThat(shared.resolve("pcqat-c")).isDirectoryContaining("glob:**/pcqat.h");
        assertThat(report.firmware())
                .extracting(Firmware::model)
                .containsExactly("pcqat-int8.tflite", "smallest-int8.tflite");
        assertThat(report.firmware()).allSatisfy(model -> {
            assertThat(model.tableBytes()).isLessThan(Files.size(shared.resolve(model.model())) / 2);
            assertThat(model.arenaBytes()).isLessThan(5_000);
        });
        assertThat(report.toText(OptionalInt.empty())).contains("C for microcontrollers");
    }

    @Test
    void theReportInWordsAnswersTheQuestionsFromTheFigures() throws IOException {
        String text = Files.readString(shared.resolve("report.md"));

        assertThat(text)
                .contains("What is the difference between post-training quantization and quantization-aware training?")
                .contains("`pruned.h5` takes 87,895 bytes, exactly as many as `baseline.h5`.")
                .contains(
                        String.format(Locale.US, "%,d", report.variants().get(7).gzipBytes()))
                .contains("quantize_layer")
                .doesNotContain("NaN")
                .doesNotContain("null");
        for (String picture : List.of("training", "weights", "sizes", "accuracy")) {
            assertThat(text).contains("](report/" + picture + ".svg)");
            assertThat(Files.readString(shared.resolve("report/" + picture + ".svg")))
                    .startsWith("<svg");
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        Report again = lab(folder, new StopSignal()).run();

        List<String> hashes = report.variants().stream().map(Variant::sha256).toList();
        assertThat(again.variants()).extracting(Variant::sha256).isEqualTo(hashes);
    }

    @Test
    void aLabThatIsStoppedKeepsTheModelAsItIsThen() throws IOException {
        StopSignal stop = new StopSignal();
        stop.give();

        assertThatThrownBy(() -> lab(folder, stop).run())
                .isInstanceOf(ExperimentException.Stopped.class)
                .hasMessageContaining("checkpoint.h5");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("unfinished");
        assertThat(KerasFiles.read(folder.resolve("unfinished/checkpoint.h5")).nodes())
                .hasSize(6);
    }

    private static MnistLab lab(Path where, StopSignal stop) {
        PrintStream out = new PrintStream(RESULTS, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new MnistLab(
                new MnistLabSettings("mnist-sample", false, EPOCHS, 7, 2, where, false, false),
                new ExperimentConsole(out, err, false, ProgressListener.NONE),
                stop);
    }
}
