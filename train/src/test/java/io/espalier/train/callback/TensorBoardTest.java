// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import static io.espalier.train.SqueezedQuarters.CONVOLUTION;
import static io.espalier.train.SqueezedQuarters.DENSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Quarters;
import io.espalier.train.SqueezedQuarters;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;

/** What TensorBoard finds in the files, against the model that was trained. */
class TensorBoardTest {
    private static final int STEPS_PER_EPOCH = 5;

    @TempDir
    private Path folder;

    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .withBatchSize(16)
            .withEpochs(2)
            .withThreads(2);

    /** What a model went through, by steps. */
    private static final class Snapshots implements Callback {
        private final List<ParametrizedModel> afterSteps = new ArrayList<>();
        private final List<Float> losses = new ArrayList<>();

        @Override
        public void onStep(Step event) {
            afterSteps.add(event.snapshot().get());
            losses.add((float) event.runningMean().loss());
        }

        List<Float> values(String layer, String state) {
            return afterSteps.stream()
                    .map(model -> model.state().get(layer, state).get(0))
                    .toList();
        }
    }

    private ParametrizedModel fit(Trainer configured) {
        ParametrizedModel model = SqueezedQuarters.parametrized(SqueezedQuarters.plain(1));
        return configured.fit(model, Quarters.pictures(80, 1)).model();
    }

    private Events train() throws IOException {
        return Events.in(folder.resolve("train"));
    }

    @Test
    void lossesAreThereForEachEpochAsKerasNamesThem() throws IOException {
        new Script(TensorBoard.to(folder)).epochs(3, 2);

        assertThat(train().scalars())
                .contains(
                        "0 epoch_loss 0.5", "1 epoch_loss 0.5", "0 epoch_accuracy 0.75", "0 epoch_learning_rate 0.001");
        assertThat(Events.in(folder.resolve("validation")).scalars())
                .containsExactly("0 epoch_loss 3.0", "1 epoch_loss 2.0");
    }

    @Test
    void sparsityAndThresholdsAreThoseOfTheMasksBeforeTheFirstStepAndAfterEachEpoch() throws IOException {
        Snapshots seen = new Snapshots();

        fit(trainer.withCallbacks(TensorBoard.to(folder), seen));

        for (WeightKey weight : List.of(CONVOLUTION, DENSE)) {
            assertThat(train().steps(weight + "/mask/sparsity")).containsExactly(0L, 5L, 10L);
            assertThat(train().scalars(weight + "/mask/sparsity"))
                    .containsExactly(
                            0f, sparsity(seen.afterSteps.get(4), weight), sparsity(seen.afterSteps.get(9), weight))
                    .isSorted();
            List<Float> thresholds = seen.values(weight.layer(), "kernel/mask/threshold");
            assertThat(train().scalars(weight + "/mask/threshold"))
                    .containsExactly(0f, thresholds.get(4), thresholds.get(9));
        }
        assertThat(train().scalars("batch_loss")).isEmpty();
    }

    // As tfmot computes it.
    private static float sparsity(ParametrizedModel model, WeightKey weight) {
        Tensor mask = model.state().get(weight.layer(), weight.weight() + "/mask/mask");
        double sum = 0;
        for (float kept : mask.toArray()) {
            sum += kept;
        }
        return (float) (1 - sum / mask.shape().elements());
    }

    @Test
    void rangesOfActivationsAndLossesAreThereForEachStep() throws IOException {
        Snapshots seen = new Snapshots();

        fit(trainer.withCallbacks(TensorBoard.to(folder).withInterval(1), seen));

        long[] steps = LongStream.rangeClosed(0, 2 * STEPS_PER_EPOCH).toArray();
        assertThat(train().steps("re_lu/output/fakeQuant/max")).containsExactly(boxed(steps));
        assertThat(train().scalars("re_lu/output/fakeQuant/max"))
                .startsWith(6f)
                .endsWith(seen.values("re_lu", "output/fakeQuant/max").toArray(Float[]::new));
        assertThat(train().scalars("input/output/fakeQuant/max"))
                .endsWith(seen.values("input", "output/fakeQuant/max").toArray(Float[]::new));
        assertThat(train().scalars("batch_loss")).isEqualTo(seen.losses);
        assertThat(train().scalars("batch_accuracy")).hasSize(2 * STEPS_PER_EPOCH);
    }

    private static Long[] boxed(long[] numbers) {
        return LongStream.of(numbers).boxed().toArray(Long[]::new);
    }

    @Test
    void centroidsAreHistograms() throws IOException {
        Snapshots seen = new Snapshots();

        fit(trainer.withCallbacks(TensorBoard.to(folder).withInterval(3), seen));

        String tag = "dense/kernel/cluster/centroids";
        assertThat(train().steps(tag)).containsExactly(0L, 3L, 5L, 6L, 9L, 10L);
        HistogramProto histogram = train().histograms(tag).get(4);
        float[] centroids = seen.afterSteps
                .get(8)
                .state()
                .get("dense", "kernel/cluster/centroids")
                .toArray();
        double sum = 0;
        double squares = 0;
        for (float centroid : centroids) {
            sum += centroid;
            squares += centroid * centroid;
        }
        assertThat(histogram.getNum()).isEqualTo(4);
        assertThat(histogram.getMin()).isEqualTo(min(centroids));
        assertThat(histogram.getSum()).isCloseTo(sum, within(1e-6));
        assertThat(histogram.getSumSquares()).isCloseTo(squares, within(1e-6));
        assertThat(histogram.getBucketList().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(4);
    }

    private static double min(float[] values) {
        double min = values[0];
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    @Test
    void aResumedTrainingAddsAFileThatSaysWhereItGoesOn() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.npz");
        StopSignal signal = new StopSignal();
        Callback stopping = new Callback() {
            @Override
            public void onStep(Step event) {
                if (event.step() == 7) {
                    signal.give();
                }
            }
        };
        fit(trainer.withCallbacks(TensorBoard.to(folder).withInterval(1), stopping)
                .withCheckpoints(checkpoint)
                .withStopSignal(signal));

        fit(trainer.withCallbacks(TensorBoard.to(folder).withInterval(1)).withResumeFrom(checkpoint));

        try (Stream<Path> files = Files.list(folder.resolve("train"))) {
            assertThat(files).hasSize(2);
        }
        Events events = train();
        assertThat(events.steps("batch_loss"))
                .containsExactly(boxed(LongStream.rangeClosed(1, 10).toArray()));
        assertThat(events.steps("dense/kernel/mask/sparsity"))
                .containsExactly(boxed(LongStream.rangeClosed(0, 10).toArray()));
        assertThat(events.all().stream().filter(Event::hasSessionLog))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getStep()).isEqualTo(8);
                    assertThat(event.getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
                });
    }

    @Test
    void neverIsNoFrequency() {
        assertThatThrownBy(() -> TensorBoard.to(folder).withInterval(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not every 0");
    }
}
