// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static io.espalier.train.SqueezedQuarters.parametrized;
import static io.espalier.train.SqueezedQuarters.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.history.History;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Optimizer;
import io.espalier.train.optimizer.RmsProp;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that was stopped and resumed ends as one that was not, bit for bit. */
class ResumeTest {
    static final int STEPS_PER_EPOCH = 7;
    static final Dataset PICTURES = Quarters.pictures(100, 1);

    @TempDir
    private Path folder;

    static Trainer trainer() {
        return trainer(SparseCategoricalCrossentropy.fromLogits());
    }

    static Trainer trainer(Loss loss) {
        return Trainer.of(loss)
                .withOptimizer(Adam.of(0.01f))
                .withLearningRate(LearningRateSchedule.exponentialDecay(0.01, 10, 0.8))
                .withBatchSize(16)
                .withEpochs(4)
                .withThreads(2);
    }

    /** Stops after a step, counted over the whole training. */
    static Trainer stopping(Trainer trainer, long atStep) {
        StopSignal signal = new StopSignal();
        return trainer.withStopSignal(signal).withCallbacks(new Callback() {
            @Override
            public void onStep(Step event) {
                if (event.step() == atStep) {
                    signal.give();
                }
            }
        });
    }

    /** What {@link #trainer} makes of a model where nothing stops it. */
    private static TrainingResult<ParametrizedModel> whole() {
        return Whole.RESULT;
    }

    private static final class Whole {
        static final TrainingResult<ParametrizedModel> RESULT = trainer().fit(parametrized(plain(1)), PICTURES);
    }

    static Stream<Arguments> trainings() {
        return Stream.of(
                Arguments.of(Adam.of(0.01f), 1L, true),
                Arguments.of(Sgd.of(0.05f).withMomentum(0.9f).withNesterov(), 2L, false),
                Arguments.of(RmsProp.of(0.002f).withMomentum(0.5f), 3L, true));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void stoppedTwiceAnywhereItEndsWithTheSameWeightsStateAndHistory(Optimizer optimizer, long seed, boolean shuffled) {
        SplittableRandom random =
                new SplittableRandom(seed * 31 + optimizer.name().hashCode());
        int first = random.nextInt(1, 3 * STEPS_PER_EPOCH);
        int second = random.nextInt(first + 1, 4 * STEPS_PER_EPOCH);
        Path file = folder.resolve("checkpoint.npz");
        Trainer whole = trainer()
                .withOptimizer(optimizer)
                .withLearningRate(LearningRateSchedule.exponentialDecay(optimizer.learningRate(), 10, 0.8))
                .withSeed(seed)
                .withShuffling(shuffled)
                .withValidationSplit(0.05);
        Trainer resumable = whole.withCheckpoints(file);

        TrainingResult<ParametrizedModel> expected = whole.fit(parametrized(plain(seed)), PICTURES);
        stopping(resumable, first).fit(parametrized(plain(seed)), PICTURES);
        stopping(resumable.withResumeFrom(file), second).fit(parametrized(plain(9)), PICTURES);
        TrainingResult<ParametrizedModel> resumed =
                resumable.withResumeFrom(file).fit(parametrized(plain(8)), PICTURES);

        assertThat(resumed.model().variables())
                .as("stopped after steps %d and %d", first, second)
                .isEqualTo(expected.model().variables());
        assertThat(resumed.model().step()).isEqualTo(expected.model().step());
        assertSameHistory(resumed.history(), expected.history());
    }

    @Test
    void picturesThatAreAugmentedAreTheSameWhenItGoesOn() {
        Path file = folder.resolve("checkpoint.npz");
        Augmentation augmentation = Augmentation.NONE
                .withFlip(Augmentation.Flip.HORIZONTAL)
                .withTranslation(0.2f, 0.2f)
                .withZoom(0.2f)
                .withBrightness(0.2f);
        Trainer whole = trainer().withSeed(3).withAugmentation(augmentation);
        Trainer resumable = whole.withCheckpoints(file);

        TrainingResult<ParametrizedModel> expected = whole.fit(parametrized(plain(1)), PICTURES);
        stopping(resumable, 2 * STEPS_PER_EPOCH + 3).fit(parametrized(plain(1)), PICTURES);
        TrainingResult<ParametrizedModel> resumed =
                resumable.withResumeFrom(file).fit(parametrized(plain(8)), PICTURES);
        TrainingResult<ParametrizedModel> unchanged = trainer().withSeed(3).fit(parametrized(plain(1)), PICTURES);

        assertThat(resumed.model().variables()).isEqualTo(expected.model().variables());
        assertThat(unchanged.model().variables()).isNotEqualTo(expected.model().variables());
    }

    private static void assertSameHistory(History resumed, History expected) {
        assertThat(resumed.epochs())
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(expected.epochs());
        assertThat(resumed.epochs())
                .allSatisfy(epoch -> assertThat(epoch.seconds()).isPositive());
    }

    @Test
    void aModelThatWasTrainedBeforeGoesOnAtItsOwnSteps() {
        Path file = folder.resolve("checkpoint.npz");
        ParametrizedModel before = trainer()
                .withEpochs(1)
                .withOptimizer(Sgd.of(0.05f))
                .fit(parametrized(plain(1)), PICTURES)
                .model();

        ParametrizedModel expected = trainer().fit(before, PICTURES).model();
        stopping(trainer().withCheckpoints(file), 12).fit(before, PICTURES);
        ParametrizedModel resumed = trainer()
                .withResumeFrom(file)
                .fit(parametrized(plain(1)), PICTURES)
                .model();

        assertThat(resumed.variables()).isEqualTo(expected.variables());
        assertThat(resumed.step()).isEqualTo(5 * STEPS_PER_EPOCH);
    }

    @Test
    void aTrainingThatBrokeOffGoesOnFromTheEndOfItsLastEpoch() {
        Path file = folder.resolve("checkpoint.npz");
        Callback breaking = new Callback() {
            @Override
            public void onStep(Step event) {
                if (event.step() == 2 * STEPS_PER_EPOCH + 3) {
                    throw new IllegalStateException("the power is gone");
                }
            }
        };

        Trainer broken = trainer().withCheckpoints(file).withCallbacks(breaking);
        assertThatThrownBy(() -> broken.fit(parametrized(plain(1)), PICTURES)).hasMessage("the power is gone");
        ParametrizedModel resumed = trainer()
                .withResumeFrom(file)
                .fit(parametrized(plain(1)), PICTURES)
                .model();

        assertThat(resumed.variables()).isEqualTo(whole().model().variables());
    }

    /** Trains in a process of its own, and is stopped there. */
    static final class FirstPart {
        private FirstPart() {}

        public static void main(String[] arguments) {
            stopping(trainer().withCheckpoints(Path.of(arguments[0])), 17).fit(parametrized(plain(1)), PICTURES);
        }
    }

    @Test
    void anotherProcessGoesOn() throws IOException, InterruptedException {
        Path file = folder.resolve("checkpoint.npz");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstPart.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("output.txt")))
                .isZero();
        ParametrizedModel resumed = trainer()
                .withResumeFrom(file)
                .fit(parametrized(plain(1)), PICTURES)
                .model();

        assertThat(resumed.variables()).isEqualTo(whole().model().variables());
    }

    @Test
    void moreEpochsMayBeAskedForThanBefore() {
        Path file = folder.resolve("checkpoint.npz");
        Trainer two = trainer().withEpochs(2).withCheckpoints(file);

        TrainingResult<ParametrizedModel> ended = two.fit(parametrized(plain(1)), PICTURES);
        TrainingResult<ParametrizedModel> again = two.withResumeFrom(file).fit(parametrized(plain(1)), PICTURES);
        TrainingResult<ParametrizedModel> longer =
                trainer().withResumeFrom(file).fit(parametrized(plain(1)), PICTURES);

        assertThat(again.model().variables()).isEqualTo(ended.model().variables());
        assertThat(again.history()).isEqualTo(ended.history());
        assertThat(longer.model().variables()).isEqualTo(whole().model().variables());
    }

    @Test
    void aSignalBeforeTheFirstStepLeavesACheckpointToo() {
        Path file = folder.resolve("checkpoint.npz");
        StopSignal given = new StopSignal();
        given.give();

        trainer().withCheckpoints(file).withStopSignal(given).fit(parametrized(plain(1)), PICTURES);
        ParametrizedModel resumed = trainer()
                .withResumeFrom(file)
                .fit(parametrized(plain(2)), PICTURES)
                .model();

        assertThat(resumed.variables()).isEqualTo(whole().model().variables());
    }

    @Test
    void eachEpochEndIsInTheFileBeforeTheNextBegins() {
        Path file = folder.resolve("checkpoint.npz");
        List<Long> steps = new ArrayList<>();
        Callback reading = new Callback() {
            @Override
            public void onEpochEnd(EpochEnd event) {
                if (event.epoch().epoch() > 1) {
                    steps.add(TrainingCheckpoint.read(file).position().steps());
                }
            }
        };

        trainer().withCheckpoints(file).withCallbacks(reading).fit(parametrized(plain(1)), PICTURES);

        assertThat(steps).containsExactly(7L, 14L, 21L);
    }
}
