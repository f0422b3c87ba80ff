// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static io.espalier.train.SqueezedQuarters.parametrized;
import static io.espalier.train.SqueezedQuarters.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of other trainings and files that are none are refused before training. */
class CheckpointRefusalTest {
    private static final Dataset PICTURES = Quarters.pictures(64, 1);

    @TempDir
    private Path folder;

    private Path file;
    private Trainer trainer;

    @BeforeEach
    void train() {
        file = folder.resolve("checkpoint.npz");
        trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .withBatchSize(16)
                .withThreads(2)
                .withCallbacks(new Callback() {
                    @Override
                    public void onTrainStart(TrainStart event) {
                        assertThat(event.stepsDone())
                                .as("refused before training")
                                .isZero();
                    }
                });
        trainer.withCheckpoints(file).fit(parametrized(plain(1)), PICTURES);
    }

    private AbstractThrowableAssert<?, ?> refusal(Trainer other, ParametrizedModel model, Dataset examples) {
        return assertThatThrownBy(() -> other.withResumeFrom(file).fit(model, examples))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void anotherTrainingIsToldByWhatDiffers() {
        refusal(trainer.withBatchSize(32), parametrized(plain(1)), PICTURES)
                .hasMessageContaining("belongs to a different training run: the batch size was 16 and is 32;")
                .hasMessageContaining("resume with the same model, data and settings");
        refusal(trainer.withSeed(7).withShuffling(false), parametrized(plain(1)), PICTURES)
                .hasMessageContaining("the seed was 0 and is 7; whether examples are shuffled was yes and is no;");
        refusal(trainer.withOptimizer(Sgd.of(0.1f).withMomentum(0.5f)), parametrized(plain(1)), PICTURES)
                .hasMessageContaining("the optimizer was adam[m, v] and is sgd[momentum]");
        refusal(trainer.withAugmentation(Augmentation.NONE.withZoom(0.25f)), parametrized(plain(1)), PICTURES)
                .hasMessageContaining("the augmentation was missing and is Augmentation[flip=NONE,");
        refusal(trainer, parametrized(plain(1)), PICTURES.slice(0, 48))
                .hasMessageContaining("the number of examples was 64 and is 48");
        refusal(trainer, parametrized(plain(1)), Quarters.pictures(64, 2))
                .hasMessageContaining("the checksum of some inputs was ");
    }

    @Test
    void anotherModelIsToldByItsWeightsAndWhatLiesOnThem() {
        refusal(trainer, ParametrizedModel.of(Quarters.model(ActivationFunction.LINEAR)), PICTURES)
                .hasMessageContaining("'conv2d/kernel' was (3, 3, 1, 3) and is (3, 3, 1, 4)")
                .hasMessageContaining("'conv2d/bias' was missing and is (4)")
                .hasMessageContaining(
                        "the parametrization of 'dense/kernel' was mask, cluster, fakeQuant and is missing");
        refusal(trainer, ParametrizedModel.of(plain(1)).with(SqueezedQuarters.DENSE, Mask.keepingZeros()), PICTURES)
                .hasMessageContaining("'re_lu/output/fakeQuant/min' was () and is missing");
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));

        refusal(trainer, parametrized(plain(1)), PICTURES).hasMessageContaining("not an npz file, or truncated");
    }

    @Test
    void fewerEpochsThanWereBegunCannotBe() {
        trainer.withEpochs(2).withCheckpoints(file).fit(parametrized(plain(1)), PICTURES);

        refusal(trainer, parametrized(plain(1)), PICTURES)
                .hasMessageContaining("is of step 8 at the end of epoch 2, but the run has only 1 epochs");
    }
}
