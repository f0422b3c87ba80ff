// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ImageShape;
import io.espalier.base.ImageShape.Color;
import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableImageTest {
    private static final ImageShape SHAPE = new ImageShape(8, 8, Color.RGB);
    private static final byte[] JPEG = ImageFiles.encode(ImageFiles.gradient(24, 40), "jpeg");
    private static final byte[] PNG = ImageFiles.encode(ImageFiles.gradient(24, 40), "png");

    @TempDir
    Path folder;

    private final List<ImageFolder.UnusableImage> broken = new ArrayList<>();

    @Test
    void whatIsBrokenIsToldAndLeftOut() throws IOException {
        byte[] flipped = PNG.clone();
        flipped[PNG.length / 2] ^= 1;
        save("a-empty.jpg", new byte[0]);
        save("b-text.png", "no picture".getBytes(StandardCharsets.UTF_8));
        save("c-cut.jpg", Arrays.copyOf(JPEG, JPEG.length - 10));
        save("d-cut.png", Arrays.copyOf(PNG, PNG.length - 10));
        save("e-flipped.png", flipped);
        save("f-zero.jpg", ImageFiles.jpegOfSize(JPEG, 0, 40));
        save("g-zero.png", ImageFiles.pngOfSize(PNG, 24, 0));
        save("h-huge.png", ImageFiles.pngOfSize(PNG, 1_000_000, 1_000_000));
        save("i-sound.jpg", JPEG);

        ImageFolder pictures = ImageFolder.open(folder, SHAPE, broken::add);

        assertThat(pictures.size()).isEqualTo(1);
        assertThat(broken)
                .extracting(one -> one.file().getFileName() + ": " + one.reason())
                .containsExactly(
                        "a-empty.jpg: the file is empty",
                        "b-text.png: not an image: expected JPEG or PNG",
                        "c-cut.jpg: truncated: the JPEG file has no end marker",
                        "d-cut.png: truncated: the PNG file has no end marker",
                        "e-flipped.png: damaged: wrong checksum of PNG chunk 'IDAT'",
                        "f-zero.jpg: no pixels: the size is 40 x 0",
                        "g-zero.png: no pixels: the size is 0 x 24",
                        "h-huge.png: too large: 1000000 x 1000000 pixels; at most 100000000 are supported");
    }

    @Test
    void theStrictStopAtTheFirst() throws IOException {
        save("a.jpg", JPEG);
        save("b.jpg", new byte[0]);
        save("c.jpg", new byte[0]);

        assertThatThrownBy(() -> ImageFolder.open(folder, SHAPE, ImageFolder.UnusableImage.refused()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("b.jpg: the file is empty; remove it");
    }

    @Test
    void aClassOfBrokenPicturesAloneIsRefused() throws IOException {
        save("a.jpg", new byte[0]);
        save("b.jpg", Arrays.copyOf(JPEG, JPEG.length - 10));

        assertThatThrownBy(() -> ImageFolder.open(folder, SHAPE, broken::add))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("no usable images")
                .hasMessageContaining("a.jpg: the file is empty, and 1 more are unusable");
    }

    @Test
    void anImageOverTheLimitIsTooLargeAndNotBroken() throws IOException {
        save("a-huge.png", ImageFiles.pngOfSize(PNG, 20_000, 10_000));

        assertThatThrownBy(() -> ImageFolder.open(folder, SHAPE))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(
                        "too large: 10000 x 20000 pixels; at most 100000000 are supported; make it smaller");
    }

    @Test
    void aLinkToNothingIsToldAsBroken() throws IOException {
        save("sound.jpg", JPEG);
        Files.createSymbolicLink(folder.resolve("class/link.jpg"), folder.resolve("nowhere.jpg"));

        ImageFolder.open(folder, SHAPE, broken::add);

        assertThat(broken)
                .extracting(ImageFolder.UnusableImage::reason)
                .containsExactly("a link to a file that does not exist");
    }

    @Test
    void whatIsFoundWholeCanBeReadHoweverItIsDamaged() throws IOException {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = JPEG.clone();
            for (int hit = random.nextInt(1, 6); hit > 0; hit--) {
                damaged[random.nextInt(2, damaged.length)] = (byte) random.nextInt(256);
            }
            save("damaged-" + i + ".jpg", damaged);
        }

        ImageFolder pictures = ImageFolder.open(folder, SHAPE, broken::add);

        assertThat(broken).as("seed %d", seed).hasSizeGreaterThan(100);
        for (int i = 0; i < pictures.size(); i++) {
            int index = i;
            assertThatCode(() -> ImageFolderTest.read(pictures, index))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private void save(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("class"));
        Files.write(folder.resolve("class").resolve(name), bytes);
    }
}
