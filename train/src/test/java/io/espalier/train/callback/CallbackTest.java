// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.Quarters;
import io.espalier.train.Trainer;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTest {
    @Test
    void earlyStoppingBearsItsPatienceAndRestoresTheBest() {
        Script script = new Script(EarlyStopping.on(Monitor.VALIDATION_LOSS)
                .withPatience(2)
                .withMinDelta(0.1)
                .withBestWeightsRestored());

        assertThat(script.epochs(3, 2, 1.95, 2.5, 0)).isEqualTo(4);
        assertThat(script.weightsAfterEpoch()).isEqualTo(2);
    }

    @Test
    void earlyStoppingWithoutPatienceEndsAtTheFirstEpochThatIsNoBetter() {
        Script script = new Script(EarlyStopping.on(Monitor.VALIDATION_LOSS));

        assertThat(script.epochs(3, 2, 2, 1)).isEqualTo(3);
        assertThat(script.weightsAfterEpoch()).isEqualTo(3);
    }

    @Test
    void aCheckpointOfTheBestSavesEachImprovement() {
        List<Integer> saved = new ArrayList<>();
        Script script = new Script(
                ModelCheckpoint.ofBest(Monitor.VALIDATION_LOSS, (checkpoint, epoch) -> saved.add(epoch.epoch())));

        script.epochs(3, 4, 2, 2, 1);

        assertThat(saved).containsExactly(1, 3, 5);
    }

    @Test
    void aNumberThatIsNotThereCannotBeWatched() {
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .withCallbacks(EarlyStopping.on(Monitor.VALIDATION_ACCURACY));

        assertThatThrownBy(() -> trainer.fit(Quarters.model(ActivationFunction.LINEAR), Quarters.pictures(32, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no metric val_accuracy to monitor; give the trainer a validation set");
    }

    @Test
    void aCsvFileHasALineForEachEpoch(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("log.csv");

        new Script(CsvLogger.to(file)).epochs(3, 2);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds",
                        "1,0.5,0.75,3.0,,0.001,2.0",
                        "2,0.5,0.75,2.0,,0.001,2.0");
    }

    @Test
    void aTerminalShowsKerassBarAndOtherPlacesPlainLines() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        new Script(ProgressBar.onTerminal(printer(terminal))).epochs(0.0004);
        new Script(ProgressBar.plain(printer(file))).epochs(3);

        String newline = System.lineSeparator();
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .startsWith("Epoch 1/9" + newline + "\r  1/400 [..............................] - ETA: ")
                .contains("s - loss: 0.5000")
                .endsWith("\r400/400 [==============================] - 2s 5ms/step - loss: 0.5000 - accuracy: 0.7500"
                        + " - val_loss: 4.0000e-04" + newline);
        assertThat(file.toString(StandardCharsets.UTF_8))
                .isEqualTo("Epoch 1/9 - 400/400 [==============================] - 2s 5ms/step - loss: 0.5000"
                        + " - accuracy: 0.7500 - val_loss: 3.0000" + newline);
    }

    @Test
    void aBarUnderWayHasAHeadAndAnEstimate() {
        assertThat(ProgressLine.running(200, 400, 0.5, new Metrics(12.5, OptionalDouble.empty())))
                .isEqualTo("200/400 [==============>...............] - ETA: 1:40 - loss: 12.5000");
    }

    @Test
    void aBarTellsOfEachOfSeveralOutputs() {
        Metrics kind = new Metrics(2, OptionalDouble.of(0.5));
        Metrics size = new Metrics(1, OptionalDouble.empty());
        Metrics both = new Metrics(3, OptionalDouble.empty(), new TreeMap<>(Map.of("kind", kind, "size", size)));

        assertThat(ProgressLine.running(400, 400, 0.5, both))
                .endsWith(" - loss: 3.0000 - kind_loss: 2.0000 - kind_accuracy: 0.5000 - size_loss: 1.0000");
    }

    @Test
    void earlyStoppingGoesOnCountingWhereATrainingIsResumed() {
        EarlyStopping stopping = EarlyStopping.on(Monitor.VALIDATION_LOSS).withPatience(2);

        assertThat(new Script(stopping).resumedAfter(3, 1, 2).epochs(2, 0)).isEqualTo(4);
        assertThat(new Script(stopping).resumedAfter(3, 1).epochs(2, 2, 0)).isEqualTo(4);
        assertThat(new Script(stopping).resumedAfter(3, 1, 2, 2).epochs(0)).isEqualTo(4);
        assertThat(new Script(stopping.withPatience(3)).resumedAfter(3, 1, 2, 2).epochs(2, 0))
                .isEqualTo(5);
    }

    @Test
    void theBestWeightsAreRestoredAlsoFromBeforeTheTrainingWasResumed() {
        EarlyStopping stopping =
                EarlyStopping.on(Monitor.VALIDATION_LOSS).withPatience(2).withBestWeightsRestored();
        Script first = new Script(
                EarlyStopping.on(Monitor.VALIDATION_LOSS).withPatience(9).withBestWeightsRestored());
        first.epochs(3, 1);

        Script resumed = first.resumedWith(stopping);

        assertThat(resumed.epochs(2, 2, 0)).isEqualTo(4);
        assertThat(resumed.weightsAfterEpoch()).isEqualTo(2);
    }

    @Test
    void whereTheBestWeightsWereNotKeptOnlyEpochsAfterwardsCount() {
        Script resumed =
                new Script(EarlyStopping.on(Monitor.VALIDATION_LOSS).withBestWeightsRestored()).resumedAfter(3, 1);

        assertThat(resumed.epochs(2.5, 2, 2)).isEqualTo(5);
        assertThat(resumed.weightsAfterEpoch()).isEqualTo(4);
    }

    @Test
    void aCheckpointOfTheBestKnowsTheBestFromBeforeTheTrainingWasResumed() {
        List<Integer> saved = new ArrayList<>();
        Script script = new Script(
                ModelCheckpoint.ofBest(Monitor.VALIDATION_LOSS, (checkpoint, epoch) -> saved.add(epoch.epoch())));

        script.resumedAfter(3, 1).epochs(2, 0.5);

        assertThat(saved).containsExactly(4);
    }

    @Test
    void aCsvFileOfAResumedTrainingHasEachEpochOnce(@TempDir Path folder) throws IOException {
        Path whole = folder.resolve("whole.csv");
        Path resumed = folder.resolve("resumed.csv");

        new Script(CsvLogger.to(whole)).epochs(3, 2, 1, 4);
        new Script(CsvLogger.to(resumed)).epochs(3, 2, 0.7);
        new Script(CsvLogger.to(resumed)).resumedAfter(3, 2).epochs(1, 4);

        assertThat(resumed).hasSameTextualContentAs(whole);
    }

    private static PrintStream printer(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
