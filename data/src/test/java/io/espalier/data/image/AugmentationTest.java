// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.data.image.Augmentation.Flip;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
    private static final Augmentation ALL = Augmentation.NONE
            .withFlip(Flip.HORIZONTAL_AND_VERTICAL)
            .withTranslation(0.2f, 0.1f)
            .withZoom(0.3f)
            .withBrightness(0.2f);

    // One row of pixels. What is empty is filled by reflection, which repeats the last pixel, as Keras's layers do it.
    @ParameterizedTest
    @CsvSource({
        "true,   0,    1, 0,   30 20 10 0",
        "false,  0.25, 1, 0,   0 0 10 20",
        "false, -0.5,  1, 0,   20 30 30 20",
        "false,  0.125, 1, 0,  0 5 15 25",
        "true,   0.25, 1, 0,   30 30 20 10",
        "false,  0,    2, 0,   5 5 25 25",
        "false,  0,  0.5, 0,   8 13 18 23",
        "false,  0,    1, 240, 240 250 255 255",
        "false,  0,    1, -15, 0 0 5 15"
    })
    void aPictureIsFlippedShiftedZoomedAndMadeLighter(
            boolean mirrored, float right, float sides, float lighter, String expected) {
        Pixels picture = new Pixels(1, 4, 1, ImageFolderTest.bytes("0 10 20 30"));

        Pixels changed = new ImageTransform(false, mirrored, 0, right, sides, lighter).of(picture);

        assertThat(changed.values()).isEqualTo(ImageFolderTest.bytes(expected));
    }

    @Test
    void rowsAndChannelsAreKeptApart() {
        Pixels picture = new Pixels(2, 1, 2, ImageFolderTest.bytes("1 2 3 4"));

        Pixels changed = new ImageTransform(true, false, 0, 0, 1, 0).of(picture);

        assertThat(changed.values()).isEqualTo(ImageFolderTest.bytes("3 4 1 2"));
    }

    @Test
    void aPictureFollowsFromSeedEpochAndNumberAlone() {
        Dataset pictures = noise(40);
        int[] all = IntStream.range(0, 40).toArray();
        byte[] together = read(ALL.apply(pictures, 5, 3), all);

        for (int example : all) {
            byte[] alone = read(ALL.apply(pictures, 5, 3), example);
            assertThat(ByteBuffer.wrap(alone))
                    .isEqualTo(ByteBuffer.wrap(together, example * 96, 96).slice());
        }
        assertThat(read(ALL.apply(pictures, 5, 4), all)).isNotEqualTo(together);
        assertThat(read(ALL.apply(pictures, 6, 3), all)).isNotEqualTo(together);
    }

    @Test
    void oneAmountDoesNotMoveTheOthers() {
        ImageTransform all = ImageTransform.draw(ALL, 1, 2, 3);
        ImageTransform fewer = ImageTransform.draw(ALL.withFlip(Flip.NONE).withZoom(0), 1, 2, 3);

        assertThat(fewer).isEqualTo(new ImageTransform(false, false, all.down(), all.right(), 1, all.lighter()));
    }

    @Test
    void changesAreSpreadOverAllThatIsAllowed() {
        List<ImageTransform> changes = IntStream.range(0, 4_000)
                .mapToObj(example -> ImageTransform.draw(ALL, 8, example % 5, example))
                .toList();

        assertThat(changes.stream().filter(ImageTransform::mirrored).count()).isCloseTo(2_000, within(150L));
        assertThat(changes.stream().filter(ImageTransform::upsideDown).count()).isCloseTo(2_000, within(150L));
        assertThat(changes.stream().mapToDouble(ImageTransform::sides).summaryStatistics())
                .satisfies(sides -> {
                    assertThat(sides.getMin()).isBetween(0.7, 0.705);
                    assertThat(sides.getMax()).isBetween(1.295, 1.3);
                    assertThat(sides.getAverage()).isCloseTo(1, within(0.01));
                });
        assertThat(changes.stream().mapToDouble(ImageTransform::lighter).summaryStatistics())
                .satisfies(lighter -> {
                    assertThat(lighter.getMin()).isBetween(-51.0, -50.5);
                    assertThat(lighter.getMax()).isBetween(50.5, 51.0);
                });
    }

    @Test
    void noAugmentationIsTheExamplesThemselves() {
        Dataset pictures = noise(2);

        assertThat(Augmentation.NONE.apply(pictures, 1, 1)).isSameAs(pictures);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        NumericArray floats = new NumericArray(ElementType.FLOAT32, List.of(2, 3), ByteBuffer.allocate(24));
        Dataset rows = ArrayDataset.of("rows", floats, floats, Scaling.IDENTITY, List.of());

        assertThatThrownBy(() -> ALL.apply(rows, 1, 1))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("only images can be augmented");
        assertThatThrownBy(() -> ALL.withZoom(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ALL.withBrightness(-0.1f)).hasMessageContaining("brightness must be from 0 to 1");
    }

    private static Dataset noise(int examples) {
        byte[] pixels = new byte[examples * 96];
        new SplittableRandom(2).nextBytes(pixels);
        NumericArray pictures =
                new NumericArray(ElementType.UINT8, List.of(examples, 4, 8, 3), ByteBuffer.wrap(pixels));
        NumericArray classes =
                new NumericArray(ElementType.INT32, List.of(examples), ByteBuffer.allocate(4 * examples));
        return ArrayDataset.of("noise", pictures, classes, Scaling.UNIT, List.of());
    }

    private static byte[] read(Dataset dataset, int... examples) {
        ByteBuffer features =
                ByteBuffer.allocate(examples.length * dataset.features().bytes());
        dataset.read(examples, 0, examples.length, features, ByteBuffer.allocate(4 * examples.length));
        return features.array();
    }
}
