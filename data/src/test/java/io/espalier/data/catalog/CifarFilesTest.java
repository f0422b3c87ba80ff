// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.EspalierException;
import io.espalier.base.ImageShape;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
    private static final int PIXELS = 32 * 32;

    @TempDir
    Path folder;

    @Test
    void planesBecomePixels() throws IOException {
        Dataset examples = open(write("some.bin", row(7), row(9))).forEvaluation();

        ByteBuffer images = ByteBuffer.allocate(2 * 3 * PIXELS);
        ByteBuffer classes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        examples.read(new int[] {1, 0}, 0, 2, images, classes);
        assertThat(examples.features()).isEqualTo(ElementSpec.of(ElementType.UINT8, 32, 32, 3));
        assertThat(examples.scaling()).isEqualTo(Scaling.UNIT);
        assertThat(examples.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(images.slice(0, 6).compareTo(ByteBuffer.wrap(new byte[] {9, 59, 109, 10, 60, 110})))
                .isZero();
        assertThat(classes.getInt(0)).isEqualTo(9);
        assertThat(classes.getInt(4)).isEqualTo(7);
    }

    @Test
    void theFolderOfTheArchiveIsASplitWhoseBatchesFollowEachOther() throws IOException {
        Path batches = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        for (int number = 1; number <= 10; number++) {
            Files.write(batches.resolve("data_batch_" + number + ".bin"), row(number - 1));
        }
        Files.write(batches.resolve("test_batch.bin"), row(3));
        Files.writeString(batches.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        OpenedDataset opened = open(folder);

        assertThat(opened).isInstanceOf(DatasetSplit.class);
        assertThat(opened.forTraining().classNames()).startsWith("a", "b").endsWith("j");
        assertThat(opened.forEvaluation().size()).isEqualTo(1);
        ByteBuffer classes = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
        opened.forTraining().readTargets(IntStream.range(0, 10).toArray(), 0, 10, classes);
        assertThat(IntStream.range(0, 10).map(i -> classes.getInt(4 * i)))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aFolderWithoutATestPartIsOneSet() throws IOException {
        write("data_batch_1.bin", row(1), row(2));

        assertThat(open(folder)).isInstanceOf(OpenedDataset.Single.class);
    }

    @Test
    void ofCifar100TheFineLabelCounts() throws IOException {
        Files.writeString(folder.resolve("fine_label_names.txt"), "kind\n".repeat(100));
        write("train.bin", row(19, 99), row(1, 42));
        write("test.bin", row(3, 7));

        OpenedDataset opened = open(folder);

        ByteBuffer classes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        opened.forTraining().readTargets(new int[] {0, 1}, 0, 2, classes);
        assertThat(classes.getInt(0)).isEqualTo(99);
        assertThat(classes.getInt(4)).isEqualTo(42);
        assertThat(opened.forTraining().classNames()).hasSize(100);
    }

    @Test
    void aSizeThatFitsBothIsToldByTheLabels() throws IOException {
        byte[] ofTen = new byte[3073 * 3074];
        byte[] ofHundred = ofTen.clone();
        ofHundred[3073] = 50;

        assertThat(open(write("ten.bin", ofTen)).forEvaluation().size()).isEqualTo(3074);
        assertThat(open(write("hundred.bin", ofHundred)).forEvaluation().size()).isEqualTo(3073);
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        Path file = write("data_batch_1.bin", row(1), new byte[3000]);

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("data_batch_1.bin: 6073 bytes are not whole rows of 3073 bytes")
                .hasMessageContaining("there are 3000 or 2999 bytes too many");
    }

    @Test
    void anEmptyBatchIsRefused() throws IOException {
        write("data_batch_1.bin", row(1));
        write("data_batch_2.bin");

        assertThatThrownBy(() -> open(folder)).hasMessageContaining("data_batch_2.bin: is empty");
    }

    @Test
    void aClassThatDoesNotExistIsRefusedWithItsRow() throws IOException {
        Path file = write("some.bin", row(1), row(10));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("some.bin: row 1 has class 10; expected 0 to 9");
    }

    @Test
    void aBatchThatIsMissingIsNamed() throws IOException {
        write("data_batch_1.bin", row(1));
        write("data_batch_3.bin", row(1));

        assertThatThrownBy(() -> open(folder)).hasMessageContaining("data_batch_2.bin is missing");
    }

    @Test
    void aListOfClassesOfAnotherLengthIsRefused() throws IOException {
        write("test_batch.bin", row(1));
        Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\n");

        assertThatThrownBy(() -> open(folder)).hasMessageContaining("batches.meta.txt: names 2 classes; expected 10");
    }

    @Test
    void thePythonVersionAndPackedArchivesSayWhatToTake() throws IOException {
        Path archive = write("cifar-10-binary.tar.gz", row(1));
        write("data_batch_1", row(1));

        assertThatThrownBy(() -> open(archive))
                .hasMessageContaining("is packed")
                .hasMessageContaining("tar -xzf");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("Python version")
                .hasMessageContaining("cifar-10-binary.tar.gz");
    }

    @Test
    @Tag("conformance")
    void publishedRowsAreReadAsTheyAre() throws IOException {
        Path file = Assets.file("images/cifar10_train_first4000.bin");

        Dataset examples = open(file).forEvaluation();

        byte[] stored = Files.readAllBytes(file);
        ByteBuffer image = ByteBuffer.allocate(3 * PIXELS);
        ByteBuffer label = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
        examples.read(new int[] {3_999}, 0, 1, image, label);
        int start = 3_999 * 3_073;
        assertThat(examples.size()).isEqualTo(4_000);
        assertThat(label.getInt(0)).isEqualTo(stored[start]);
        assertThat(image.get(3 * 500 + 2)).isEqualTo(stored[start + 1 + 2 * PIXELS + 500]);
    }

    /** An example whose red values are the class and more, whose green ones are 50 more and blue ones 100 more. */
    private static byte[] row(int... labels) {
        ByteBuffer row = ByteBuffer.allocate(labels.length + 3 * PIXELS);
        IntStream.of(labels).forEach(label -> row.put((byte) label));
        for (int plane = 0; plane < 3; plane++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                row.put((byte) (labels[0] + pixel + 50 * plane));
            }
        }
        return row.array();
    }

    private Path write(String name, byte[]... rows) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(
                IntStream.range(0, rows.length).map(i -> rows[i].length).sum());
        for (byte[] row : rows) {
            content.put(row);
        }
        return Files.write(folder.resolve(name), content.array());
    }

    private static OpenedDataset open(Path path) {
        return new DataReference(NamedDatasets.standard(), ImageFolder.UnusableImage.refused())
                .open(path.toString(), new ImageShape(4, 4, ImageShape.Color.GREY), Scaling.UNIT);
    }
}
