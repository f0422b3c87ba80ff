// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.data.DataFormatException;
import io.espalier.data.DatasetOrigin;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.ProgressListener;
import io.espalier.data.SingleDataset;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.PictureShape;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user may call data: the name of a data set, an image folder, an .npy or an .npz file. A name wins over a file of that
 * name; write {@code ./mnist} for the file.
 */
public final class DataReference {
    private final NamedDatasets named;
    private final DatasetHome home;
    private final ProgressListener progress;

    public DataReference(NamedDatasets named, DatasetHome home, ProgressListener progress) {
        this.named = named;
        this.home = home;
        this.progress = progress;
    }

    /**
     * Opens what a user asked for.
     *
     * @param pictures what pictures of a folder are made into; other data stay as they are
     * @throws UnknownDatasetException if it is neither a known name nor a file or folder
     * @throws DataFormatException if the file or folder is not what it should be
     * @throws io.espalier.data.fetch.DatasetUnavailableException if no source has the named set
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public OpenedDataset open(String nameOrPath, PictureShape pictures) {
        if (named.names().contains(nameOrPath)) {
            return named.open(nameOrPath, home, progress);
        }
        Path path = existing(nameOrPath).orElseThrow(() -> new UnknownDatasetException(nameOrPath, named.names()));
        if (Files.isDirectory(path)) {
            return folder(path, pictures);
        }
        if (nameOrPath.endsWith(".npz")) {
            return ArrayFile.openNpz(path);
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

    private static OpenedDataset folder(Path folder, PictureShape pictures) {
        DatasetOrigin origin = new DatasetOrigin(folder.toString(), "the folder " + folder, Map.of());
        Optional<Path> train = first(folder, "train", "training_set");
        Optional<Path> test = first(folder, "test", "test_set");
        if (train.isPresent() && test.isPresent()) {
            return new DatasetSplit(
                    ImageFolder.open(train.get(), pictures), ImageFolder.open(test.get(), pictures), origin);
        }
        if (train.isPresent() || test.isPresent()) {
            throw new DataFormatException(folder + ": has one of the folders train and test, but not the other; give "
                    + train.or(() -> test).get() + " to use it alone");
        }
        return new SingleDataset(ImageFolder.open(folder, pictures), origin);
    }

    private static Optional<Path> first(Path folder, String... names) {
        return Stream.of(names).map(folder::resolve).filter(Files::isDirectory).findFirst();
    }
}
