// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.images;

import io.espalier.base.ImageShape;
import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.data.image.ImageFolder;
import io.espalier.model.Model;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.tensor.Size;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much slower a training goes on where its pictures are augmented, are decoded anew in each epoch, or both, against one whose pictures
 * TensorFlow holds in its memory, in turn. The model is a MobileNet of a quarter of the width.
 */
public final class ImageFeeding {
    /** More than the trainer holds in memory. */
    private static final long TOO_LARGE = 1L << 30;

    private static final Augmentation AUGMENTATION = Augmentation.NONE
            .withFlip(Augmentation.Flip.HORIZONTAL)
            .withTranslation(0.1f, 0.1f)
            .withZoom(0.2f)
            .withBrightness(0.1f);

    private ImageFeeding() {}

    /** Pictures on their way into a training. */
    public record Feed(String name, Dataset pictures, Augmentation augmentation) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int side = arguments.number(1, 96);
        Dataset pictures =
                ImageFolder.open(arguments.path(0, "image folder"), new ImageShape(side, side, ImageShape.Color.RGB));
        Dataset tooLarge = Repeated.largerThan(TOO_LARGE, pictures);
        List<Feed> feeds = List.of(
                augmented(pictures),
                new Feed("decoded in each epoch", tooLarge, Augmentation.NONE),
                new Feed("decoded in each epoch, augmented", tooLarge, AUGMENTATION));
        int rounds = arguments.number(3, 3);
        measure(pictures, feeds, arguments.number(2, 32), rounds, out);
    }

    /** Pictures of a set that is small enough to be kept decoded, seen otherwise in each epoch. */
    public static Feed augmented(Dataset pictures) {
        return new Feed("augmented", pictures, AUGMENTATION);
    }

    /** Measures; for each feed pictures a second, and second those of pictures that are held. */
    public static Map<String, InTurn<Double>> measure(
            Dataset pictures, List<Feed> feeds, int batch, int rounds, PrintStream out) throws IOException {
        Feed held = new Feed("held", pictures, Augmentation.NONE);
        Map<String, InTurn<Double>> all = new LinkedHashMap<>();
        for (Feed feed : feeds) {
            InTurn<Double> rates = InTurn.of(rounds, () -> rate(feed, batch), () -> rate(held, batch));
            out.printf(
                    Locale.US,
                    "%s: %,.0f images/s, kept in memory %,.0f images/s, ratio %.3f%n",
                    feed.name(),
                    rates.firstMedian(Double::doubleValue),
                    rates.secondMedian(Double::doubleValue),
                    rates.ratio(Double::doubleValue));
            all.put(feed.name(), rates);
        }
        return all;
    }

    /** Of a training's second epoch, when everything is warm. */
    private static double rate(Feed feed, int batch) {
        Size size = Size.square(feed.pictures().features().shape().get(0));
        Model model = new MobileNetV1(0.25).build(size, Head.logits(2), 1);
        double seconds = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .withBatchSize(batch)
                .withEpochs(2)
                .withSeed(1)
                .withAugmentation(feed.augmentation())
                .fit(model, feed.pictures())
                .history()
                .last()
                .seconds();
        return feed.pictures().size() / seconds;
    }
}
