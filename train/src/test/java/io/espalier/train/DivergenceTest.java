// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static io.espalier.train.SqueezedQuarters.parametrized;
import static io.espalier.train.SqueezedQuarters.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that goes wrong stops, and leaves the last good checkpoint. */
class DivergenceTest {
    private static final int STEPS_PER_EPOCH = 4;
    private static final Dataset PICTURES = Quarters.pictures(64, 1);

    @TempDir
    private Path folder;

    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .withBatchSize(16)
            .withEpochs(3)
            .withThreads(2);

    /** With a step that spoils the weights. */
    private Trainer failing(int spoilingStep) {
        return trainer.withLearningRate((before, epoch) -> before < spoilingStep - 1 ? 0.01 : Double.POSITIVE_INFINITY);
    }

    @Test
    void aLossThatIsNoNumberNamesTheCheckpointAndLeavesIt() {
        Path file = folder.resolve("checkpoint.npz");

        assertThatThrownBy(() -> failing(6).withCheckpoints(file).fit(parametrized(plain(1)), PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("the loss is (NaN|-?Infinity) at step 7 with learning rate Infinity;.*")
                .hasMessageEndingWith("; the last good checkpoint, of step 4 at the end of epoch 1, is " + file
                        + "; training can be resumed from it");

        TrainingResult<ParametrizedModel> resumed = trainer.withResumeFrom(file).fit(parametrized(plain(1)), PICTURES);
        assertThat(resumed.model().step()).isEqualTo(3 * STEPS_PER_EPOCH);
    }

    @Test
    void weightsThatTheLastStepOfAnEpochSpoiltAreNotKept() {
        Path file = folder.resolve("checkpoint.npz");

        assertThatThrownBy(() -> failing(8).withCheckpoints(file).fit(parametrized(plain(1)), PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching(
                        "weight '.*' has values that are not finite after step 8; the loss was [0-9.]+ at step 8"
                                + " with learning rate Infinity; .*")
                .hasMessageContaining("the last good checkpoint, of step 4 at the end of epoch 1, is " + file);

        assertThat(TrainingCheckpoint.read(file).position().steps()).isEqualTo(STEPS_PER_EPOCH);
    }

    @Test
    void aStopDoesNotKeepSpoiltWeightsEither() {
        Path file = folder.resolve("checkpoint.npz");

        assertThatThrownBy(() ->
                        ResumeTest.stopping(failing(6).withCheckpoints(file), 6).fit(parametrized(plain(1)), PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not finite after step 6");

        assertThat(TrainingCheckpoint.read(file).position().steps()).isEqualTo(STEPS_PER_EPOCH);
    }

    @Test
    void withoutCheckpointsSpoiltWeightsEndTheTrainingAllTheSame() {
        assertThatThrownBy(() -> failing(12).fit(parametrized(plain(1)), PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not finite after step 12")
                .hasMessageEndingWith("try a smaller learning rate");
    }

    @Test
    void aResumedTrainingThatFailsAtOnceNamesWhatItWasResumedFrom() {
        Path file = folder.resolve("checkpoint.npz");
        trainer.withEpochs(1).withCheckpoints(file).fit(parametrized(plain(1)), PICTURES);

        assertThatThrownBy(() -> failing(5).withResumeFrom(file).fit(parametrized(plain(1)), PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("of step 4 at the end of epoch 1, is " + file);
    }
}
