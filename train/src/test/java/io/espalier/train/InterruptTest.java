// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static io.espalier.train.ResumeTest.PICTURES;
import static io.espalier.train.ResumeTest.STEPS_PER_EPOCH;
import static io.espalier.train.ResumeTest.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException.Interrupted;
import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.callback.Callback;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptTest {
    private static final Model MODEL = Quarters.model(ActivationFunction.LINEAR);

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainingStopsAtTheNextStepAndGoesOnFromItsCheckpoint(boolean streamed) {
        Path file = folder.resolve("checkpoint.npz");
        Augmentation augmentation =
                streamed ? Augmentation.NONE.withFlip(Augmentation.Flip.HORIZONTAL) : Augmentation.NONE;
        Trainer trainer = trainer().withAugmentation(augmentation);
        int last = STEPS_PER_EPOCH + 2;
        StepCount steps = new StepCount(last);

        assertInterrupted(
                () -> trainer.withCheckpoints(file).withCallbacks(steps).fit(MODEL, PICTURES));
        Model resumed = trainer.withResumeFrom(file).fit(MODEL, PICTURES).model();

        assertThat(steps.done).isEqualTo(last);
        assertThat(resumed.weights())
                .isEqualTo(trainer.fit(MODEL, PICTURES).model().weights());
    }

    @Test
    void anInterruptDuringValidationLosesNoStep() {
        Path file = folder.resolve("checkpoint.npz");
        Dataset validation = Quarters.pictures(40, 2);

        assertInterrupted(() -> trainer()
                .withCheckpoints(file)
                .withValidation(new InterruptingDataset(validation))
                .fit(MODEL, PICTURES));
        TrainingResult<Model> resumed =
                trainer().withValidation(validation).withResumeFrom(file).fit(MODEL, PICTURES);

        TrainingResult<Model> whole = trainer().withValidation(validation).fit(MODEL, PICTURES);
        assertThat(resumed.model().weights()).isEqualTo(whole.model().weights());
        assertThat(resumed.history().epochs())
                .hasSameSizeAs(whole.history().epochs())
                .first()
                .satisfies(epoch -> assertThat(epoch.validation())
                        .isEqualTo(whole.history().epochs().get(0).validation()));
    }

    @Test
    void anInterruptWhileTheCheckpointIsWrittenLosesNoStep() {
        Path file = folder.resolve("checkpoint.npz");
        Callback atEndOfEpoch = new Callback() {
            @Override
            public void onEpochEnd(EpochEnd event) {
                Thread.currentThread().interrupt();
            }
        };

        assertInterrupted(() ->
                trainer().withCheckpoints(file).withCallbacks(atEndOfEpoch).fit(MODEL, PICTURES));
        Model resumed = trainer().withResumeFrom(file).fit(MODEL, PICTURES).model();

        assertThat(resumed.weights())
                .isEqualTo(trainer().fit(MODEL, PICTURES).model().weights());
    }

    @Test
    void evaluationStopsWithTheSameException() {
        try (Evaluator evaluator = Evaluator.of(MODEL)) {
            Thread.currentThread().interrupt();
            assertInterrupted(() -> evaluator.evaluate(PICTURES, SparseCategoricalCrossentropy.fromLogits()));
            Thread.currentThread().interrupt();
            assertInterrupted(() -> evaluator.predict(PICTURES));
            assertThat(evaluator.predict(PICTURES).shape().dimensions().get(0)).isEqualTo(PICTURES.size());
        }
    }

    private static void assertInterrupted(Runnable work) {
        assertThatExceptionOfType(Interrupted.class).isThrownBy(work::run).withMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Interrupts its thread after a step. */
    private static final class StepCount implements Callback {
        private final int last;
        private int done;

        StepCount(int last) {
            this.last = last;
        }

        @Override
        public void onStep(Step event) {
            done++;
            if (done == last) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Interrupts the thread that reads it. */
    private record InterruptingDataset(Dataset viewed) implements Dataset.View {
        @Override
        public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
            viewed.read(indices, from, count, features, targets);
            Thread.currentThread().interrupt();
        }
    }
}
