// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.espalier.base.ImageShape;
import io.espalier.base.ImageShape.Color;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.array.NumpyFiles;
import io.espalier.data.image.ImageFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataReferenceTest {
    @TempDir
    Path folder;

    private final List<ImageFolder.UnusableImage> broken = new ArrayList<>();

    @Test
    void aNameOpensTheDataSet() {
        OpenedDataset opened = open("mnist-sample");

        assertThat(opened.forTraining().size()).isEqualTo(5_000);
        assertThat(opened.forEvaluation().name()).isEqualTo("mnist-sample/test");
        assertThat(opened.origin().source()).isEqualTo("the sample included in Espalier");
    }

    @ParameterizedTest
    @CsvSource({"mnst, mnist", "MNIST, mnist", "fashionmnist, fashion-mnist", "mnist-smaple, mnist-sample"})
    void aMistypedNameGetsASuggestionAndTheList(String typed, String meant) {
        assertThatThrownBy(() -> open(typed))
                .isInstanceOf(UnknownDatasetException.class)
                .hasMessageContaining(typed + ": no such folder, file or data set (did you mean '" + meant + "'?)")
                .hasMessageContaining("mnist, fashion-mnist, mnist-sample");
    }

    @Test
    void aNameFarFromAllGetsTheListAlone() {
        assertThatThrownBy(() -> open("imagenet"))
                .isInstanceOf(UnknownDatasetException.class)
                .hasMessageContaining("one of mnist")
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void anNpzWithTrainAndTestIsASplit() throws IOException {
        OpenedDataset opened = open(NumpyFiles.copy("deflated.npz", folder).toString());

        assertThat(opened).isInstanceOf(DatasetSplit.class);
        Dataset train = opened.forTraining();
        assertThat(train.features()).isEqualTo(ElementSpec.of(ElementType.UINT8, 2, 2));
        assertThat(train.targets()).isEqualTo(ElementSpec.of(ElementType.INT32));
        assertThat(train.scaling()).isEqualTo(Scaling.UNIT);
        assertThat(train.classNames()).containsExactly("0", "1", "2");
        assertThat(opened.forEvaluation().size()).isEqualTo(2);
        ByteBuffer target = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        train.read(new int[] {2, 1}, 0, 2, ByteBuffer.allocate(8), target);
        assertThat(target.getInt(0)).isEqualTo(1);
        assertThat(target.getInt(4)).isEqualTo(2);
    }

    @Test
    void anNpzWithXAndYIsOneSet() throws IOException {
        Path file = zip("x", "little-f8.npy", "y", "little-i4.npy");

        OpenedDataset opened = open(file.toString());

        assertThat(opened).asInstanceOf(type(OpenedDataset.Single.class)).satisfies(single -> {
            assertThat(single.examples().features()).isEqualTo(ElementSpec.of(ElementType.FLOAT32, 3));
            assertThat(single.examples().scaling()).isEqualTo(Scaling.IDENTITY);
            assertThat(single.examples().targets()).isEqualTo(ElementSpec.of(ElementType.FLOAT32, 3));
            assertThat(single.examples().classNames()).isEmpty();
        });
    }

    @Test
    void anNpzOfOtherNamesSaysWhatItHolds() throws IOException {
        Path file = zip("images", "u1.npy", "labels", "u1.npy");

        assertThatThrownBy(() -> open(file.toString()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("found [images, labels]");
    }

    @Test
    void anNpyHasNoTargets() throws IOException {
        OpenedDataset opened = open(NumpyFiles.copy("little-f4.npy", folder).toString());

        Dataset examples = opened.forEvaluation();
        assertThat(examples.size()).isEqualTo(2);
        assertThat(examples.targets().bytes()).isZero();
        ByteBuffer features = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        examples.read(new int[] {1}, 0, 1, features, ByteBuffer.allocate(0));
        assertThat(features.getFloat(0)).isEqualTo(-4);
    }

    @ParameterizedTest
    @CsvSource({"train, test", "training_set, test_set", "train, validation", "train, val"})
    void anImageFolderWithTrainAndTestIsASplit(String train, String test) throws IOException {
        save(train + "/cat/1.png");
        save(train + "/dog/1.png");
        save(train + "/dog/2.png");
        save(test + "/cat/1.png");
        save(test + "/dog/1.png");

        OpenedDataset opened = open(folder.toString());

        assertThat(opened).isInstanceOf(DatasetSplit.class);
        assertThat(opened.forTraining().size()).isEqualTo(3);
        assertThat(opened.forEvaluation().size()).isEqualTo(2);
    }

    @Test
    void trainAndTestMustHaveTheSameClasses() throws IOException {
        save("train/cat/1.png");
        save("test/dog/1.png");

        assertThatThrownBy(() -> open(folder.toString()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("different classes: [cat] against [dog]");
    }

    @Test
    void aLoneTrainFolderIsNotTakenForAClass() throws IOException {
        save("train/cat/1.png");

        assertThatThrownBy(() -> open(folder.toString()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("give " + folder.resolve("train") + " to use only that folder");
    }

    @Test
    void anyOtherFolderIsOneSet() throws IOException {
        save("cat/1.png");
        save("dog/1.png");

        assertThat(open(folder.toString())).isInstanceOf(OpenedDataset.Single.class);
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("data.csv"));

        assertThatThrownBy(() -> open(file.toString()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(file + ": expected an image folder, an .npy or an .npz file");
    }

    @Test
    void brokenPicturesAreToldAndCountedInTheOrigin() throws IOException {
        save("train/cat/1.png");
        Files.createFile(folder.resolve("train/cat/2.png"));
        save("test/cat/1.png");
        Files.createFile(folder.resolve("test/cat/2.jpg"));

        OpenedDataset opened = open(folder.toString());

        assertThat(opened.forTraining().size()).isEqualTo(1);
        assertThat(broken)
                .extracting(one -> one.file().getFileName().toString())
                .containsExactly("2.png", "2.jpg");
        assertThat(opened.origin().source()).isEqualTo("the folder " + folder.getFileName() + ", images skipped: 2");
    }

    @Test
    void bytesAreScaledAsAsked() throws IOException {
        save("cat/1.png");

        OpenedDataset pictures = open(folder.toString(), Scaling.SIGNED_UNIT);
        OpenedDataset digits = open("mnist-sample", Scaling.IDENTITY);
        OpenedDataset floats = open(NumpyFiles.copy("little-f4.npy", folder).toString(), Scaling.SIGNED_UNIT);

        assertThat(pictures.forTraining().scaling().apply(255)).isEqualTo(1);
        assertThat(digits.forTraining().scaling()).isEqualTo(Scaling.IDENTITY);
        assertThat(floats.forTraining().scaling()).isEqualTo(Scaling.IDENTITY);
    }

    private OpenedDataset open(String nameOrPath) {
        return open(nameOrPath, Scaling.UNIT);
    }

    private OpenedDataset open(String nameOrPath, Scaling bytes) {
        return new DataReference(NamedDatasets.standard().withHome(folder.resolve("home")), broken::add)
                .open(nameOrPath, new ImageShape(4, 4, Color.RGB), bytes);
    }

    private void save(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    private Path zip(String firstName, String first, String secondName, String second) throws IOException {
        Path file = folder.resolve("made.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(firstName + ".npy"));
            zip.write(NumpyFiles.read(first));
            zip.putNextEntry(new ZipEntry(secondName + ".npy"));
            zip.write(NumpyFiles.read(second));
        }
        return file;
    }
}
