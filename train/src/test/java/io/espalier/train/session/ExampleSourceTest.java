// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.Quarters;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.buffer.DataBuffer;

class ExampleSourceTest {
    private final Dataset pictures = Quarters.pictures(100, 4);
    private final int[] order =
            IntStream.range(0, 100).map(i -> (i * 37 + 5) % 100).toArray();

    @Test
    void streamedExamplesTrainLikeResidentOnes() {
        assertThat(losses(new StreamedExamples(pictures))).isEqualTo(losses(new ResidentExamples(pictures)));
    }

    @Test
    void augmentedExamplesAreOthersInEachEpoch() {
        Augmentation flip = Augmentation.NONE.withFlip(Augmentation.Flip.HORIZONTAL);
        int[] sizes = {10};
        try (ExampleSource source = ExampleSource.of(pictures.slice(0, 10), flip, 1)) {
            assertThat(first(source.stream(1, order(10), sizes))).isEqualTo(first(source.stream(1, order(10), sizes)));
            assertThat(first(source.stream(1, order(10), sizes)))
                    .isNotEqualTo(first(source.stream(2, order(10), sizes)));
        }
    }

    private static List<Byte> first(ExampleSource.ChunkStream chunks) {
        try (chunks;
                Chunk chunk = chunks.next()) {
            List<Byte> bytes = new ArrayList<>();
            DataBuffer<Byte> stored =
                    chunk.examples().features().get(0).asRawTensor().data();
            for (long i = 0; i < stored.size(); i++) {
                bytes.add(stored.getObject(i));
            }
            return bytes;
        }
    }

    private static int[] order(int examples) {
        return IntStream.range(0, examples).toArray();
    }

    private List<Double> losses(ExampleSource source) {
        List<Double> losses = new ArrayList<>();
        try (TrainingSession session = TrainingSession.open(
                        ParametrizedModel.of(Quarters.model(ActivationFunction.LINEAR)),
                        pictures,
                        source,
                        new TrainingMethod(
                                SparseCategoricalCrossentropy.fromLogits(),
                                Adam.defaults(),
                                16,
                                1,
                                true,
                                Augmentation.NONE),
                        2);
                TrainingSession.Epoch epoch = session.epoch(1, order, 1)) {
            while (epoch.hasNext()) {
                losses.add(epoch.next(0.001f).metrics().loss());
            }
        }
        return losses;
    }

    @Test
    void anErrorOfTheReaderReachesWhoeverTakesTheChunk() {
        int[] outside = {0, 1, 100, 3};
        try (ExampleSource source = new StreamedExamples(pictures);
                ExampleSource.ChunkStream chunks = source.stream(outside, new int[] {2, 2})) {
            chunks.next().close();

            assertThatThrownBy(chunks::next).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
