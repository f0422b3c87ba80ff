// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Digits;
import io.espalier.bench.Report;
import io.espalier.compress.cluster.CentroidInitialization;
import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.data.DatasetSplit;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every accuracy is a share of so few digits that no network learns much from them. */
class AccuracySmokeTest {
    private final DatasetSplit digits = Digits.few(256);
    private final Report report = new Report();

    @Test
    void anEpochIsMeasuredAtTwoLearningRates() {
        EpochAccuracy.Medians medians = EpochAccuracy.measure(digits, 1, report.out());

        assertThat(List.of(medians.keras(), medians.lab())).allSatisfy(AccuracySmokeTest::isAShare);
        assertThat(report.text()).contains("seed 1: at 0.001").contains("median: ");
    }

    @Test
    void quantizationAwareTrainingIsComparedWithFloat() throws IOException {
        QuantizationAccuracy.Accuracies medians = QuantizationAccuracy.measure(digits, 1, report.out());

        assertThat(List.of(medians.floats(), medians.aware(), medians.integers()))
                .allSatisfy(AccuracySmokeTest::isAShare);
        assertThat(medians.otherClass()).isLessThan(digits.test().size() / 10);
    }

    @Test
    void aTaughtStudentIsComparedWithOneAlone() {
        DistillationAccuracy.Medians medians = DistillationAccuracy.measure(digits, 1, 1, report.out());

        assertThat(List.of(medians.alone(), medians.taught())).allSatisfy(AccuracySmokeTest::isAShare);
        assertThat(medians.alone()).isNotEqualTo(medians.taught());
    }

    @Test
    void featuresAreComparedWithAnswers() {
        FeatureMatching.Figures medians = FeatureMatching.measure(digits, 1, 1, 0.1f, report.out());

        assertThat(List.of(medians.alone(), medians.answers(), medians.features()))
                .allSatisfy(AccuracySmokeTest::isAShare);
        assertThat(medians.time()).isPositive().isFinite();
    }

    @Test
    void everyInitializationOfClustersIsMeasured() {
        var all = ClusteringAccuracy.measure(digits, 1, List.of(4), report.out());

        assertThat(all).hasSize(CentroidInitialization.values().length + 2).containsKey("not clustered");
        assertThat(all.values()).allSatisfy(accuracies -> {
            isAShare(accuracies.once());
            isAShare(accuracies.trained());
        });
    }

    @Test
    void everyRankingOfFiltersIsMeasured() {
        PrunedFiltersAccuracy.Accuracies found = PrunedFiltersAccuracy.measure(digits, 1, 1, report.out());

        isAShare(found.whole());
        assertThat(found.once()).containsOnlyKeys(Ranking.values());
        assertThat(found.trained().values()).allSatisfy(AccuracySmokeTest::isAShare);
    }

    @Test
    void theRuntimeIsComparedWithTensorFlow() throws IOException {
        LogitsAgainstTensorFlow.Difference difference = LogitsAgainstTensorFlow.measure(digits, 1, report.out());

        assertThat(difference.images()).isEqualTo(256);
        assertThat(difference.sameClass()).isGreaterThanOrEqualTo(254);
        assertThat(difference.farthest()).isLessThan(1e-4f);
    }

    private static void isAShare(double accuracy) {
        assertThat(accuracy).isBetween(0.01, 1.0);
    }
}
