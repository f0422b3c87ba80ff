// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.ProgressListener;
import io.espalier.data.DatasetSplit;
import io.espalier.data.fetch.CheckedFiles;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.fetch.DatasetStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The data sets known by name, such as {@code mnist}. Immutable.
 *
 * <pre>{@code
 * DatasetSplit mnist = NamedDatasets.standard().open("mnist");
 * }</pre>
 */
public final class NamedDatasets {
    /** The name of the MNIST sample inside Espalier, which needs no download. */
    public static final String MNIST_SAMPLE = MnistSample.NAME;

    /**
     * The name of the photographs of cats and dogs that TensorFlow Datasets calls cats_vs_dogs, an archive of 787 MB. Only {@link DataReference} opens
     * them, since they have many sizes.
     */
    public static final String CATS_VS_DOGS = PetPhotographs.NAME;

    private final List<NamedDataset> datasets;
    private final DatasetHome home;
    private final ProgressListener progress;

    private NamedDatasets(List<NamedDataset> datasets, DatasetHome home, ProgressListener progress) {
        this.datasets = datasets;
        this.home = home;
        this.progress = progress;
    }

    /** All data sets that Espalier knows. Downloads are kept in {@code $ESPALIER_HOME}, else in {@code ~/.cache/espalier}. */
    public static NamedDatasets standard() {
        return new NamedDatasets(
                StandardDatasets.all(Path.of(System.getProperty("user.home"))),
                DatasetHome.fromEnvironment(),
                ProgressListener.NONE);
    }

    /** The same data sets, with downloads kept in this folder. */
    public NamedDatasets withHome(Path folder) {
        return new NamedDatasets(datasets, new DatasetHome(Objects.requireNonNull(folder, "folder")), progress);
    }

    /** The same data sets, with a listener that receives the progress of downloads. */
    public NamedDatasets withProgress(ProgressListener listener) {
        return new NamedDatasets(datasets, home, Objects.requireNonNull(listener, "listener"));
    }

    /** The names of the data sets. */
    public List<String> names() {
        return Stream.concat(datasets.stream().map(NamedDataset::name), Stream.of(MNIST_SAMPLE, CATS_VS_DOGS))
                .toList();
    }

    /**
     * Opens a data set and downloads it first if needed. Features are images, UINT8 of shape (28, 28), scaled to 0..1; targets are class numbers,
     * scalar INT32.
     *
     * @throws io.espalier.base.EspalierException of kind BAD_USE if there is no data set of that name
     * @throws io.espalier.base.EspalierException if no source can provide the files
     * @throws java.io.UncheckedIOException if the folder of downloads cannot be written
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted
     */
    public DatasetSplit open(String name) {
        if (name.equals(MNIST_SAMPLE)) {
            return MnistSample.open();
        }
        if (name.equals(CATS_VS_DOGS)) {
            throw new UnknownDatasetException(
                    name + ": has photographs of many sizes; open it by DataReference, which takes the size of images");
        }
        NamedDataset dataset = datasets.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownDatasetException(name, names()));
        CheckedFiles files = new DatasetStore(home, progress).get(name, dataset.files(), dataset.sources());
        return MnistFormat.open(name, dataset.classNames(), files);
    }

    /** The photographs of cats and dogs, downloaded and unpacked if needed. */
    PetPhotographs catsVsDogs() {
        Path keras = Path.of(System.getProperty("user.home"), ".keras", "datasets");
        return PetPhotographs.published(PetPhotographs.PUBLISHED, keras, home, progress);
    }

    /** The photographs of an archive of the same form. */
    PetPhotographs photographs(Path archive) {
        return PetPhotographs.of(archive, home);
    }
}
