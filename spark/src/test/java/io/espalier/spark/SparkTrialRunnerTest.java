// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialSetup;
import io.espalier.testing.Golden;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTrialRunnerTest {
    private static final Trial WRONG = DigitTrials.trial("wrong", "{prune: 0.5, layers: [nowhere]}, {quantize: int8}");

    private static JavaSparkContext spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start();
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Test
    void trialsOnExecutorsGiveWhatTheyGiveInOneProcessAndAFailureIsARow() throws IOException {
        List<Trial> trials =
                Stream.concat(DigitTrials.trials(2).stream(), Stream.of(WRONG)).toList();
        List<TrialResult> alone =
                new LocalTrialRunner(1).run(setup("alone", 1), trials, result -> {}, new StopSignal());

        List<TrialResult> told = new ArrayList<>();
        List<TrialResult> together =
                new SparkTrialRunner(spark).run(setup("together", 1), trials, told::add, new StopSignal());

        assertThat(together)
                .extracting(DigitTrials::lasting)
                .containsExactlyElementsOf(
                        alone.stream().map(DigitTrials::lasting).toList());
        assertThat(together).extracting(TrialResult::isDone).containsExactly(true, true, false);
        assertThat(told).containsExactlyInAnyOrderElementsOf(together);

        List<TrialResult> again = new SparkTrialRunner(spark)
                .withDataOpenedByExecutors()
                .run(setup("together", 1), trials, result -> {}, new StopSignal());
        assertThat(again).allMatch(result -> result.trainedSteps() == 0);
        assertThat(again)
                .extracting(TrialResult::sha256)
                .isEqualTo(alone.stream().map(TrialResult::sha256).toList());
    }

    @Test
    void aSearchThatIsStoppedBeginsNothing() throws IOException {
        StopSignal stop = new StopSignal();
        stop.give();

        assertThat(new SparkTrialRunner(spark).run(setup("stopped", 1), DigitTrials.trials(2), result -> {}, stop))
                .isEmpty();
    }

    @Test
    void trialsThatTakeMoreThreadsThanATaskHasCoresAreRefused() throws IOException {
        TrialSetup two = setup("threads", 2);

        assertThatThrownBy(() ->
                        new SparkTrialRunner(spark).run(two, DigitTrials.trials(1), result -> {}, new StopSignal()))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "a trial takes 2 threads, but a task has 1 core; set spark.task.cpus=2, or let trials take 1");
    }

    @Test
    void aSearchWhoseClusterEndsFailsAndBlamesNoTrial() throws IOException {
        TrialSetup setup = setup("ending", 1);
        SparkTrialRunner runner = new SparkTrialRunner(spark);
        runner.run(setup, DigitTrials.trials(1), result -> {}, new StopSignal());
        stop();
        try {
            assertThatThrownBy(() -> runner.run(setup, DigitTrials.trials(2), result -> {}, new StopSignal()))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("Spark ended before the search did; what is done is kept");
        } finally {
            start();
        }
    }

    @Test
    void anExecutorThatLooksIntoAnotherFolderSaysSo() throws IOException {
        SharedBench bench = new SharedBench(setup("elsewhere", 1), "mark");

        assertThatThrownBy(() -> bench.run(WRONG))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(
                        "does not see the folder of results of the driver, " + folder.resolve("elsewhere"))
                .hasMessageContaining("use a folder that all machines share, under the same name");
    }

    private TrialSetup setup(String store, int threads) throws IOException {
        return DigitTrials.setup(Golden.file("mnist_keras/model.h5"), folder.resolve(store), threads);
    }
}
