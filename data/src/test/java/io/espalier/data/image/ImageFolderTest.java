// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ImageShape;
import io.espalier.base.ImageShape.Color;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.testing.Assets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final ImageShape TWO_BY_TWO = new ImageShape(2, 2, Color.RGB);

    @TempDir
    Path folder;

    @Test
    void classesAndPicturesComeInTheOrderOfTheirNames() throws IOException {
        save("dogs/b.png", BufferedImage.TYPE_INT_RGB, 0x010203);
        save("cats/deep/z.PNG", BufferedImage.TYPE_INT_RGB, 0x070809);
        save("cats/a.png", BufferedImage.TYPE_INT_RGB, 0x040506);
        Files.createFile(folder.resolve("cats/notes.txt"));
        Files.createFile(folder.resolve("cats/.hidden.png"));
        Files.createDirectory(folder.resolve(".hidden"));

        Dataset dataset = ImageFolder.open(folder, TWO_BY_TWO);

        assertThat(dataset.classNames()).containsExactly("cats", "dogs");
        assertThat(dataset.features()).isEqualTo(ElementSpec.of(ElementType.UINT8, 2, 2, 3));
        ByteBuffer features = ByteBuffer.allocateDirect(36);
        ByteBuffer targets = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        dataset.read(new int[] {2, 0, 1}, 0, 3, features, targets);
        assertThat(features.hasRemaining()).isFalse();
        assertThat(new byte[] {features.get(0), features.get(12), features.get(24)})
                .containsExactly(1, 4, 7);
        assertThat(new int[] {targets.getInt(0), targets.getInt(4), targets.getInt(8)})
                .containsExactly(1, 0, 0);
    }

    // 77 of grey is 77 in TensorFlow; BufferedImage.getRGB would make 150 of it. 0x102030 is 29 by BT.601.
    @ParameterizedTest
    @CsvSource({
        "TYPE_INT_RGB,        102030, RGB,  16 32 48",
        "TYPE_3BYTE_BGR,      102030, RGB,  16 32 48",
        "TYPE_4BYTE_ABGR,     102030, RGB,  16 32 48",
        "TYPE_BYTE_INDEXED,   ff0000, RGB,  255 0 0",
        "TYPE_INT_RGB,        102030, GREY, 29",
        "TYPE_BYTE_GRAY,      4d,     GREY, 77",
        "TYPE_BYTE_GRAY,      4d,     RGB,  77 77 77",
        "TYPE_USHORT_GRAY,    4d00,   GREY, 77",
        "TYPE_BYTE_BINARY,    ffffff, GREY, 255"
    })
    void everyKindOfPngGivesItsOwnNumbers(String type, String color, Color wanted, String expected) throws Exception {
        int imageType = BufferedImage.class.getField(type).getInt(null);
        save("class/picture.png", imageType, Integer.parseInt(color, 16));

        Dataset dataset = ImageFolder.open(folder, new ImageShape(3, 2, wanted));

        int[] pixel = new int[wanted.channels()];
        byte[] bytes = read(dataset, 0);
        Arrays.setAll(pixel, channel -> Byte.toUnsignedInt(bytes[channel]));
        assertThat(pixel)
                .containsExactly(Arrays.stream(expected.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    // tf.image.resize of one row, method bilinear.
    @ParameterizedTest
    @CsvSource({
        "0 100 200 240, 2, 50 220",
        "0 100,         4, 0 25 75 100",
        "7 8 9,         3, 7 8 9",
        "0 10 20 30 40, 1, 20"
    })
    void resizesAsTensorFlowDoes(String row, int width, String expected) {
        byte[] values = bytes(row);

        Pixels resized = new Pixels(1, values.length, 1, values).resized(new ImageShape(1, width, Color.GREY));

        assertThat(resized.values()).isEqualTo(bytes(expected));
    }

    @Test
    void resizesBothAxesAndKeepsChannelsApart() {
        byte[] values = bytes("0 200 10 210 20 220 30 230"); // 2 x 2 pixels of 2 channels

        Pixels resized = new Pixels(2, 2, 2, values).resized(new ImageShape(1, 1, Color.RGB));

        assertThat(resized.values()).isEqualTo(bytes("15 215"));
    }

    // Of a PNG the last 20 bytes are checksums and the end mark: without them all pixels are there.
    @ParameterizedTest
    @CsvSource({"png, 20", "jpg, 0"})
    void aPictureCutShortIsRefusedByName(String format, int spare) throws IOException {
        Path file = save("class/picture." + format, BufferedImage.TYPE_INT_RGB, 0x102030);
        byte[] whole = Files.readAllBytes(file);
        Dataset dataset = ImageFolder.open(folder, TWO_BY_TWO);

        assertThat(read(dataset, 0)).hasSize(12);
        for (int length = 0; length < whole.length - spare; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(dataset, 0))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    @Tag("conformance")
    void aBatchOfPhotographsEqualsThePhotographsOneByOne() {
        Path photographs = Assets.file("images/cats_vs_dogs_160/test_set");

        Dataset dataset = ImageFolder.open(photographs, new ImageShape(160, 160, Color.RGB));

        assertThat(dataset.size()).isEqualTo(2_000);
        assertThat(dataset.classNames()).containsExactly("cats", "dogs");
        int[] batch = IntStream.range(0, 32).map(i -> 61 * i).toArray();
        ByteBuffer features = ByteBuffer.allocateDirect(32 * dataset.features().bytes());
        dataset.read(batch, 0, 32, features, ByteBuffer.allocate(128));
        for (int i = 0; i < 32; i++) {
            byte[] alone = read(dataset, batch[i]);
            assertThat(features.slice(i * alone.length, alone.length)).isEqualTo(ByteBuffer.wrap(alone));
        }
    }

    @Test
    void aPictureOfAbsurdSizeIsNotDecoded() throws IOException {
        Path file = save("class/picture.png", BufferedImage.TYPE_INT_RGB, 0x102030);
        Files.write(file, ImageFiles.pngOfSize(Files.readAllBytes(file), 1_000_000, 1_000_000));

        assertThatThrownBy(() -> read(ImageFolder.open(folder, TWO_BY_TWO), 0))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("1000000 x 1000000 pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "empty-class"})
    void aFolderWithoutClassesOrPicturesIsRefused(String made) throws IOException {
        Files.createDirectories(folder.resolve(made));

        assertThatThrownBy(() -> ImageFolder.open(folder, TWO_BY_TWO))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageMatching("(?s).*(no classes|no images).*");
    }

    @Test
    void aPictureThatVanishedIsAnEnvironmentProblem() throws IOException {
        Path file = save("class/picture.png", BufferedImage.TYPE_INT_RGB, 0x102030);
        Dataset dataset = ImageFolder.open(folder, TWO_BY_TWO);
        Files.delete(file);

        assertThatThrownBy(() -> read(dataset, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    private Path save(String name, int type, int color) throws IOException {
        BufferedImage image = new BufferedImage(5, 4, type);
        boolean raw = type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY;
        for (int pixel : IntStream.range(0, 20).toArray()) {
            if (raw) {
                image.getRaster().setSample(pixel % 5, pixel / 5, 0, color);
            } else {
                image.setRGB(pixel % 5, pixel / 5, 0xff000000 | color);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile()))
                .isTrue();
        return file;
    }

    static byte[] read(Dataset dataset, int index) {
        ByteBuffer features = ByteBuffer.allocate(dataset.features().bytes());
        dataset.read(new int[] {index}, 0, 1, features, ByteBuffer.allocate(4));
        return features.array();
    }

    static byte[] bytes(String numbers) {
        int[] values =
                Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        return bytes;
    }
}
