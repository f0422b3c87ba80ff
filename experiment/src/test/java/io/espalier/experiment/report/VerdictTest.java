// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.data.Metric;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.report.Report.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Provenance PROVENANCE = Provenance.here("test", null, null, List.of());

    @Test
    void ofFilesThatLoseLittleTheSmallestIsRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("large.tflite", 900, 0.97, 5.0),
                variant("small.tflite", 200, 0.95, 7.0),
                variant("tiny.tflite", 100, 0.9449, 7.0));

        assertThat(verdict.lines())
                .containsExactly(
                        "Smallest: tiny.tflite, 2,000 bytes, 100 gzipped (10.0% of baseline.h5).",
                        "Most accurate: large.tflite, 0.9700.",
                        "Recommended for edge devices: small.tflite. It is the smallest .tflite file that loses at most half a point of accuracy "
                                + "against baseline.h5: 200 bytes gzipped, 20.0% of baseline.h5. It is equally accurate. "
                                + "One example takes 7.0 µs.");
    }

    @Test
    void whereAllLoseMoreThanHalfAPointNoneIsRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("large.tflite", 900, 0.94, 5.0),
                variant("small.tflite", 200, 0.65, 7.0));

        assertThat(verdict.lines())
                .contains(
                        "Most accurate: baseline.h5, 0.9500; most accurate .tflite file: large.tflite, 0.9400.",
                        "Recommended for edge devices: none. Every .tflite file loses more than half a point of accuracy against baseline.h5; "
                                + "large.tflite loses least, 1.00 points. Train longer, compress less, or quantize with float16, dynamic "
                                + "or quantization-aware training.");
    }

    @Test
    void whereTheBaselineOnlyGuessesNoFigureTellsAnythingAndNoneIsRecommended() {
        Variant[] files = {variant("baseline.h5", 1000, 0.205, null), variant("small.tflite", 200, 0.205, 7.0)};

        assertThat(verdict(files))
                .contains(
                        "Recommended for edge devices: none. baseline.h5 has accuracy 0.2050, which is at the level of guessing: the most frequent"
                                + " class each time has 0.2000. The usual causes: --scale or the order of classes");
        assertThat(Verdict.recommended(report(Metric.ACCURACY, 10_000, files))).isEmpty();
        assertThat(Verdict.recommended(report(Metric.ACCURACY, 1_000_000, files)))
                .contains(files[1]);
    }

    @Test
    void whatTrainingLostIsNotPutDownToQuantization() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("pruned.h5", 500, 0.72, null),
                madeOf("pruned.h5", variant("pruned-int8.tflite", 200, 0.71, 7.0)));

        assertThat(verdict)
                .contains("pruned-int8.tflite loses least, 24.00 points. The loss is there before quantization:"
                        + " pruned.h5 loses 23.00 points. Train longer, or prune and cluster less.")
                .doesNotContain("quantization-aware");
    }

    @Test
    void halfAPointExactlyIsWithinTheBudget() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("large.tflite", 900, 0.96, 5.0),
                variant("small.tflite", 200, 0.945, 7.0));

        assertThat(verdict).contains("Recommended for edge devices: small.tflite.", "It is 0.50 points less accurate.");
    }

    @Test
    void aSlowFileThatAloneKeepsTheAccuracyIsNotRecommendedEither() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("slow.tflite", 100, 0.95, 50.0),
                variant("quick.tflite", 200, 0.65, 5.0));

        assertThat(verdict)
                .contains(
                        "Recommended for edge devices: none. slow.tflite keeps the accuracy, but takes 10 times as long as the fastest file.");
    }

    @Test
    void aFileThatIsSlowerThanTheOriginalIsNotRecommendedWhereLatencyWasAskedFor() {
        Variant[] files = {variant("baseline.h5", 1000, 0.95, null), variant("small.tflite", 200, 0.95, 7.0)};

        assertThat(Verdict.of(report(Metric.ACCURACY, 10_000, 7.5, files)))
                .contains("Recommended for edge devices: small.tflite.");
        assertThat(Verdict.of(report(Metric.ACCURACY, 10_000, 6.5, files)))
                .endsWith(
                        "Recommended for edge devices: none. small.tflite keeps the accuracy, but is slower than the original, and the recipe"
                                + " asks for low latency: one example takes 7.0 µs, in the original 6.5 µs.");
    }

    @Test
    void whereOneTestExampleIsMoreThanHalfAPointItIsSaid() {
        String verdict =
                verdict(150, variant("baseline.h5", 1000, 0.95, null), variant("small.tflite", 200, 0.95, 7.0));

        assertThat(verdict)
                .endsWith("With only 150 test examples, each is worth 0.7 points, so half a point means little.");
    }

    @Test
    void aBaselineThatRunsInTheRuntimeIsNotRecommendedInPlaceOfItself() {
        String both = verdict(variant("float.tflite", 1000, 0.95, 7.0), variant("int8.tflite", 300, 0.95, 5.0));
        String alone = verdict(variant("float.tflite", 1000, 0.95, 7.0));

        assertThat(both).contains("Recommended for edge devices: int8.tflite.", "30.0% of float.tflite");
        assertThat(alone).contains("There is no .tflite file to compare with float.tflite");
    }

    @Test
    void ofTwoAsSmallTheQuickerIsRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("slow.tflite", 200, 0.96, 7.0),
                variant("quick.tflite", 200, 0.95, 5.0));

        assertThat(verdict).contains("Recommended for edge devices: quick.tflite.");
    }

    @Test
    void aFileThatTheRuntimeRunsManyTimesSlowerIsNotRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("slow.tflite", 100, 0.96, 50.0),
                variant("quick.tflite", 200, 0.95, 5.0));

        assertThat(verdict).contains("Smallest: slow.tflite").contains("Recommended for edge devices: quick.tflite.");
    }

    @Test
    void aFileThatIsLargerThanTheOriginalIsNotRecommended() {
        Report report = report(
                Metric.ACCURACY,
                10_000,
                variant("lstm.h5", 1000, 0.95, null),
                variant("lstm-int8.tflite", 3030, 0.95, 5.0));

        assertThat(Verdict.of(report).lines())
                .contains(
                        "Recommended for edge devices: none. No .tflite file that loses at most half a point of accuracy is smaller than "
                                + "lstm.h5: the smallest, lstm-int8.tflite, has 60,600 bytes, 3,030 gzipped, and lstm.h5 20,000, 1,000 gzipped. "
                                + "Operators that a conversion unrolls or keeps in float take room; prune, or deploy the original.");
        assertThat(report.recommended()).isEmpty();
    }

    @Test
    void aSmallerErrorIsBetterAndMayBeOnePercentLarger() {
        Report report = report(
                Metric.MAE,
                100,
                variant("baseline.h5", 1000, Metric.MAE, 2.0, null),
                variant("best.tflite", 300, Metric.MAE, 1.9, 5.0),
                variant("good.tflite", 200, Metric.MAE, 2.02, 5.0),
                variant("bad.tflite", 100, Metric.MAE, 2.03, 5.0));

        assertThat(Verdict.of(report).lines())
                .containsExactly(
                        "Smallest: bad.tflite, 2,000 bytes, 100 gzipped (10.0% of baseline.h5).",
                        "Best MAE: best.tflite, 1.900.",
                        "Recommended for edge devices: good.tflite. It is the smallest .tflite file that loses at most 1% of MAE against "
                                + "baseline.h5: 200 bytes gzipped, 20.0% of baseline.h5. It has 1.0% more MAE. One example takes 5.0 µs.");
        assertThat(report.recommended()).map(Variant::name).hasValue("good.tflite");
    }

    @Test
    void whereAllErrorsGrowTooMuchThePercentageIsSaid() {
        String verdict = Verdict.of(report(
                Metric.RMSE,
                100,
                variant("baseline.h5", 1000, Metric.RMSE, 2.0, null),
                variant("bad.tflite", 100, Metric.RMSE, 2.5, 5.0)));

        assertThat(verdict)
                .contains("none. Every .tflite file loses more than 1% of RMSE", "bad.tflite loses least, 25.0%.");
    }

    @Test
    void aFileWithoutAScoreIsNeverRecommended() {
        String verdict =
                verdict(variant("baseline.h5", 1000, 0.95, null), variant("broken.tflite", 100, Metric.MAE, 0.1, 5.0));

        assertThat(verdict).contains("Recommended for edge devices: none.");
    }

    @Test
    void withoutFilesForTheRuntimeThereIsNothingToSay() {
        assertThat(verdict(variant("baseline.h5", 1000, 0.95, null))).isEmpty();
        assertThat(verdict()).isEmpty();
    }

    private static String verdict(Variant... variants) {
        return verdict(10_000, variants);
    }

    private static String verdict(int testExamples, Variant... variants) {
        return Verdict.of(report(Metric.ACCURACY, testExamples, variants));
    }

    private static Report report(Metric metric, int testExamples, Variant... variants) {
        return report(metric, testExamples, null, variants);
    }

    private static Report report(
            Metric metric, int testExamples, @Nullable Double originalLatency, Variant... variants) {
        return new Report(
                "test",
                "0.1.0",
                Machine.here(),
                Map.of(),
                null,
                new Report.Data("sample", "here", Map.of(), 10, testExamples, null),
                new Report.Settings(128, 0, 0, 1, originalLatency),
                new Report.Purpose(
                        "classes",
                        false,
                        "sparse_categorical_crossentropy",
                        metric.key(),
                        metric == Metric.ACCURACY ? 0.2 : null),
                List.of(),
                List.of(variants));
    }

    private static Variant madeOf(String parent, Variant variant) {
        return new Variant(
                variant.name(),
                variant.bytes(),
                variant.gzipBytes(),
                variant.scores(),
                variant.latencyMicros(),
                variant.latencyP95Micros(),
                variant.arenaBytes(),
                variant.sparsity(),
                variant.distinct(),
                variant.agreement(),
                variant.maxDifference(),
                variant.evaluationSeconds(),
                variant.sha256(),
                Provenance.here("test", null, null, List.of(parent + " hash")));
    }

    private static Variant variant(String name, long gzipBytes, double accuracy, @Nullable Double latency) {
        return variant(name, gzipBytes, Metric.ACCURACY, accuracy, latency);
    }

    private static Variant variant(String name, long gzipBytes, Metric metric, double score, @Nullable Double latency) {
        return new Variant(
                name,
                20 * gzipBytes,
                gzipBytes,
                Map.of(metric.key(), score),
                latency,
                latency,
                0L,
                0,
                16,
                1.0,
                0.0,
                1,
                "hash",
                PROVENANCE);
    }
}
