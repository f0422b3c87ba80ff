// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.ImageShape;
import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetOrigin;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.SingleDataset;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.image.BrokenImage;
import io.espalier.data.image.ImageFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a user may call data: the name of a data set, an image folder, an .npy or an .npz file. A name wins over a file of that
 * name; write {@code ./mnist} for the file.
 */
public final class DataReference {
    private final NamedDatasets named;
    private final DatasetHome home;
    private final ProgressListener progress;
    private final Consumer<BrokenImage> broken;
    private final Optional<Set<String>> inputs;

    /** @param broken is told of each picture of a folder that is left out because it is broken */
    public DataReference(
            NamedDatasets named, DatasetHome home, ProgressListener progress, Consumer<BrokenImage> broken) {
        this(named, home, progress, broken, Optional.empty());
    }

    private DataReference(
            NamedDatasets named,
            DatasetHome home,
            ProgressListener progress,
            Consumer<BrokenImage> broken,
            Optional<Set<String>> inputs) {
        this.named = named;
        this.home = home;
        this.progress = progress;
        this.broken = broken;
        this.inputs = inputs;
    }

    /**
     * Opens data without labels too: a folder that holds pictures itself, or one array of an .npz file.
     *
     * @param names what the model calls its input: an array of such a name is taken, or one that is alone
     */
    public DataReference withoutLabels(Set<String> names) {
        return new DataReference(named, home, progress, broken, Optional.of(Set.copyOf(names)));
    }

    /**
     * Opens what a user asked for. A folder that holds {@code train} or {@code training_set} is a split; its test part is {@code test}, {@code
     * test_set}, {@code validation} or {@code val}, the first that is there.
     *
     * @param pictures what pictures of a folder are made into; other data stay as they are
     * @param bytes how numbers that are stored as bytes become the model's inputs; others are fed as they are
     * @throws UnknownDatasetException if it is neither a known name nor a file or folder
     * @throws DataFormatException if the file or folder is not what it should be
     * @throws io.espalier.data.fetch.DatasetUnavailableException if no source has the named set
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public OpenedDataset open(String nameOrPath, ImageShape pictures, Scaling bytes) {
        return opened(nameOrPath, pictures).scaled(bytes);
    }

    private OpenedDataset opened(String nameOrPath, ImageShape pictures) {
        if (named.names().contains(nameOrPath)) {
            return named.open(nameOrPath, home, progress);
        }
        Path path = existing(nameOrPath).orElseThrow(() -> new UnknownDatasetException(nameOrPath, named.names()));
        if (Files.isDirectory(path)) {
            return folder(path, pictures);
        }
        if (nameOrPath.endsWith(".npz")) {
            return ArrayFile.openNpz(path, inputs);
        }
        if (nameOrPath.endsWith(".npy")) {
            return ArrayFile.openNpy(path);
        }
        throw new DataFormatException(path + ": expected an image folder, an .npy or an .npz file");
    }

    private static Optional<Path> existing(String path) {
        try {
            return Optional.of(Path.of(path)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private OpenedDataset folder(Path folder, ImageShape pictures) {
        Optional<Path> train = first(folder, "train", "training_set");
        Optional<Path> test = first(folder, "test", "test_set", "validation", "val");
        if (train.isEmpty() != test.isEmpty()) {
            throw new DataFormatException(folder + ": contains only one of the folders train and test; give "
                    + train.or(() -> test).get() + " to use only that folder");
        }
        List<BrokenImage> leftOut = new ArrayList<>();
        if (train.isPresent() && test.isPresent()) {
            Dataset first = pictures(train.get(), pictures, leftOut);
            Dataset second = pictures(test.get(), pictures, leftOut);
            return new DatasetSplit(first, second, origin(folder, leftOut));
        }
        Dataset all = pictures(folder, pictures, leftOut);
        return new SingleDataset(all, origin(folder, leftOut));
    }

    private Dataset pictures(Path folder, ImageShape shape, List<BrokenImage> leftOut) {
        return inputs.isPresent() && ImageFolder.isFlat(folder)
                ? ImageFolder.withoutLabels(folder, shape, broken.andThen(leftOut::add))
                : ImageFolder.open(folder, shape, broken.andThen(leftOut::add));
    }

    private static DatasetOrigin origin(Path folder, List<BrokenImage> leftOut) {
        String without = leftOut.isEmpty() ? "" : ", broken images skipped: " + leftOut.size();
        return new DatasetOrigin(folder.toString(), "the folder " + folder + without, Map.of());
    }

    private static Optional<Path> first(Path folder, String... names) {
        return Stream.of(names).map(folder::resolve).filter(Files::isDirectory).findFirst();
    }
}
