// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.ProgressListener;
import io.espalier.data.DatasetSplit;
import io.espalier.data.fetch.CheckedFiles;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.fetch.DatasetStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The data sets that are known by name. */
public final class NamedDatasets {
    /** The digits that are always here: the name to fall back on where {@code mnist} is unavailable. */
    public static final String MNIST_SAMPLE = MnistSample.NAME;

    private final List<NamedDataset> datasets;

    NamedDatasets(List<NamedDataset> datasets) {
        this.datasets = List.copyOf(datasets);
    }

    /** All that Espalier knows, with the sources of this machine. */
    public static NamedDatasets standard() {
        return new NamedDatasets(StandardDatasets.all(Path.of(System.getProperty("user.home"))));
    }

    /** The names there are. */
    public List<String> names() {
        return Stream.concat(datasets.stream().map(NamedDataset::name), Stream.of(MNIST_SAMPLE))
                .toList();
    }

    /**
     * Opens a data set, fetching it first where the home lacks it: pictures of shape (28, 28) as UINT8, to be scaled to 0..1, and class
     * numbers as INT32.
     *
     * @param progress hears of transfers
     * @throws UnknownDatasetException if there is no set of that name
     * @throws io.espalier.data.fetch.DatasetUnavailableException if no source has it
     * @throws java.io.UncheckedIOException if the home cannot be written, or the thread is interrupted
     */
    public DatasetSplit open(String name, DatasetHome home, ProgressListener progress) {
        if (name.equals(MNIST_SAMPLE)) {
            return MnistSample.open();
        }
        NamedDataset dataset = datasets.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownDatasetException(name, names()));
        CheckedFiles files = new DatasetStore(home, progress).get(name, dataset.files(), dataset.sources());
        return MnistFormat.open(name, dataset.classNames(), files);
    }
}
