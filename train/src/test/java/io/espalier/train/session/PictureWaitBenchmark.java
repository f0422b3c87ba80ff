// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.PictureShape;
import io.espalier.model.Model;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.layer.Size;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long a training waits for its pictures: those that are decoded while it goes on, augmented, and both, against those that are held in
 * TensorFlow's memory. The model is a MobileNet of a quarter of the width. Arguments: a folder with one folder a class, the side of the
 * pictures, the batch size, and epochs.
 */
final class PictureWaitBenchmark {
    private static final Augmentation AUGMENTATION = Augmentation.NONE
            .randomFlip(Augmentation.Flip.HORIZONTAL)
            .randomTranslation(0.1f, 0.1f)
            .randomZoom(0.2f)
            .randomBrightness(0.1f);

    private PictureWaitBenchmark() {}

    public static void main(String[] arguments) {
        int side = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int epochs = Integer.parseInt(arguments[3]);
        Dataset pictures =
                ImageFolder.open(Path.of(arguments[0]), new PictureShape(side, side, PictureShape.Color.RGB));
        run("resident", pictures, new ResidentExamples(pictures), batch, epochs);
        run("decoded in each epoch", pictures, new StreamedExamples(pictures), batch, epochs);
        run("kept decoded, augmented", pictures, new AugmentedExamples(pictures, AUGMENTATION, 1), batch, epochs);
        run(
                "decoded in each epoch, augmented",
                pictures,
                (epoch, order, sizes) ->
                        new StreamedExamples(AUGMENTATION.of(pictures, 1, epoch)).stream(epoch, order, sizes),
                batch,
                epochs);
    }

    private interface Streams extends ExampleSource {
        @Override
        default void close() {
            // Each stream closes what it read.
        }
    }

    private static void run(String what, Dataset pictures, Streams source, int batch, int epochs) {
        run(what, pictures, (ExampleSource) source, batch, epochs);
    }

    private static void run(String what, Dataset pictures, ExampleSource source, int batch, int epochs) {
        int[] order = IntStream.range(0, pictures.size())
                .map(i -> (int) (i * 7_919L % pictures.size()))
                .toArray();
        long[] waited = new long[1];
        long total = 0;
        try (TrainingSession session = TrainingSession.open(
                ParametrizedModel.of(model(pictures)),
                pictures,
                timed(source, waited),
                SparseCategoricalCrossentropy.fromLogits(),
                new TrainingSession.Settings(Adam.defaults(), batch, 1, 2))) {
            for (int number = 0; number <= epochs; number++) {
                if (number == 1) {
                    waited[0] = 0;
                    total = System.nanoTime();
                }
                try (TrainingSession.Epoch epoch = session.epoch(number, order, 1)) {
                    while (epoch.hasNext()) {
                        epoch.next(0.001f);
                    }
                }
            }
        }
        double seconds = (System.nanoTime() - total) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f pictures/s, waited %.2f%% of the time%n",
                what,
                (double) epochs * pictures.size() / seconds,
                waited[0] / 1e7 / seconds);
    }

    private static ExampleSource timed(ExampleSource source, long[] waited) {
        return new ExampleSource() {
            @Override
            public ChunkStream stream(int epoch, int[] order, int[] chunkSizes) {
                ChunkStream chunks = source.stream(epoch, order, chunkSizes);
                return new ChunkStream() {
                    @Override
                    public Chunk next() {
                        long start = System.nanoTime();
                        Chunk next = chunks.next();
                        waited[0] += System.nanoTime() - start;
                        return next;
                    }

                    @Override
                    public void close() {
                        chunks.close();
                    }
                };
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    /** A MobileNet of a quarter of the width, such as tells on microcontrollers whether somebody is there. */
    private static Model model(Dataset pictures) {
        Size size = Size.square(pictures.features().shape().get(0));
        return new MobileNetV1(0.25).build(size, Head.logits(2), 1);
    }
}
