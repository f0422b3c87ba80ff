// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static io.espalier.train.ResumeTest.PICTURES;
import static io.espalier.train.ResumeTest.STEPS_PER_EPOCH;
import static io.espalier.train.ResumeTest.stopping;
import static io.espalier.train.ResumeTest.trainer;
import static io.espalier.train.SqueezedQuarters.parametrized;
import static io.espalier.train.SqueezedQuarters.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.callback.EarlyStopping;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.distil.FeatureMatching;
import io.espalier.train.distil.FeaturePair;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training keeps beside the model and the optimizer's slots is there when it is resumed. */
class ResumedExtrasTest {
    @TempDir
    private Path folder;

    @Test
    void theBestWeightsAreRestoredFromBeforeTheStop() {
        Path file = folder.resolve("checkpoint.npz");
        Trainer worsening = trainer()
                .withLearningRate(LearningRateSchedule.ofEpoch(epoch -> epoch < 2 ? 0.01 : 0.5))
                .withValidation(PICTURES)
                .withCallbacks(EarlyStopping.on(Monitor.VALIDATION_LOSS)
                        .withPatience(2)
                        .withBestWeightsRestored());

        TrainingResult<ParametrizedModel> expected = worsening.fit(parametrized(plain(1)), PICTURES);
        ParametrizedModel stopped = stopping(worsening.withCheckpoints(file), 3 * STEPS_PER_EPOCH + 2)
                .fit(parametrized(plain(1)), PICTURES)
                .model();
        TrainingResult<ParametrizedModel> resumed =
                worsening.withResumeFrom(file).fit(parametrized(plain(1)), PICTURES);

        assertThat(resumed.history().epochs()).hasSize(4);
        assertThat(resumed.model().variables())
                .isEqualTo(expected.model().variables())
                .as("those of the second epoch, in both runs and where one was stopped")
                .isEqualTo(stopped.variables());
    }

    @Test
    void whatALossTrainsForItselfGoesOnToo() {
        Path file = folder.resolve("checkpoint.npz");
        Model teacher = Quarters.model(ActivationFunction.LINEAR);
        Loss loss = SparseCategoricalCrossentropy.fromLogits()
                .withAuxiliary(FeatureMatching.of(teacher, plain(1), List.of(new FeaturePair("conv2d", "conv2d", 10))));
        Trainer matching = trainer(loss);

        ParametrizedModel expected =
                matching.fit(parametrized(plain(1)), PICTURES).model();
        stopping(matching.withCheckpoints(file), 12).fit(parametrized(plain(1)), PICTURES);
        ParametrizedModel resumed = matching.withResumeFrom(file)
                .fit(parametrized(plain(1)), PICTURES)
                .model();

        assertThat(resumed.variables()).isEqualTo(expected.variables());
        assertThat(TrainingCheckpoint.read(file).variables().keys())
                .extracting(WeightKey::layer)
                .as("the regressor is trained, the teacher is not")
                .filteredOn("loss"::equals)
                .hasSize(2);
        assertThatThrownBy(() -> trainer().withResumeFrom(file).fit(parametrized(plain(1)), PICTURES))
                .hasMessageContaining("'regressor/0/kernel' of the loss was (3, 4) and is missing");
    }
}
