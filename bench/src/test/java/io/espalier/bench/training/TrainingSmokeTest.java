// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Digits;
import io.espalier.bench.InTurn;
import io.espalier.bench.Report;
import io.espalier.data.Dataset;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrainingSmokeTest {
    private final Dataset digits = Digits.few(512).train();
    private final Report report = new Report();

    @Test
    void theTrainerIsComparedWithAPlainLoop() throws IOException {
        InTurn<Double> seconds = EpochAgainstPlainLoop.measure(digits, 1, 1, report.out());

        assertThat(seconds.ratio(Double::doubleValue)).isPositive().isFinite();
        assertThat(report.text()).contains("medians of 1 rounds: trainer ");
    }

    @Test
    void pruningIsComparedWithFloat() throws IOException {
        plausible(PruningEpoch.measure(digits, 1, 1, 2, report.out()));

        assertThat(report.text()).contains("pruned over float");
    }

    @Test
    void everyWayOfClusteringIsComparedWithFloat() throws IOException {
        var all = ClusteringEpoch.measure(digits, 1, 1, 4, report.out());

        assertThat(all).hasSize(4);
        all.values().forEach(TrainingSmokeTest::plausible);
    }

    @Test
    void stepsAreComparedInTurn() {
        var ratios = QuantizationStep.measure(digits, 1, 1, report.out());

        assertThat(ratios).containsOnlyKeys(0.05, 0.1, 0.25, 0.5);
        assertThat(ratios.values())
                .allSatisfy(ratio -> assertThat(ratio).isPositive().isFinite());
    }

    private static void plausible(InTurn<EpochTime> epochs) {
        assertThat(epochs.first()).hasSize(1);
        assertThat(epochs.ratio(EpochTime::seconds)).isPositive().isFinite();
        assertThat(epochs.ratio(EpochTime::processorSeconds)).isPositive().isFinite();
    }
}
