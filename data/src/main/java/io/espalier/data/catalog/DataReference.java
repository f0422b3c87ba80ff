// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.ImageShape;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.image.ImageFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Opens data by what a user calls them: the name of a data set, an image folder, an .npy or an .npz file, or CIFAR's binary files. A name takes
 * precedence over a file of the same name; write {@code ./mnist} for the file. Immutable.
 */
public final class DataReference {
    private final NamedDatasets named;
    private final Consumer<ImageFolder.UnusableImage> unusable;
    private final Optional<Set<String>> inputs;
    private final List<Set<String>> modelInputs;
    private final List<String> outputs;

    /**
     * Opens labelled data.
     *
     * @param named the data sets known by name
     * @param unusable receives each broken or too large image of a folder; these are left out. {@link ImageFolder.UnusableImage#refused()} stops instead
     */
    public DataReference(NamedDatasets named, Consumer<ImageFolder.UnusableImage> unusable) {
        this(named, unusable, Optional.empty(), List.of(), List.of());
    }

    private DataReference(
            NamedDatasets named,
            Consumer<ImageFolder.UnusableImage> unusable,
            Optional<Set<String>> inputs,
            List<Set<String>> modelInputs,
            List<String> outputs) {
        this.named = Objects.requireNonNull(named, "named");
        this.unusable = Objects.requireNonNull(unusable, "unusable");
        this.inputs = inputs;
        this.modelInputs = List.copyOf(modelInputs);
        this.outputs = List.copyOf(outputs);
    }

    /**
     * A reference that also opens data without labels: a folder that holds images directly, or a single array of an .npz file.
     *
     * @param names the names of the model's input; chooses the array if the file holds several
     */
    public DataReference withoutLabels(Set<String> names) {
        return new DataReference(named, unusable, Optional.of(Set.copyOf(names)), modelInputs, outputs);
    }

    /**
     * A reference for a model of several inputs or outputs, which opens .npz files with an array for each of them, named like it; labels of a single
     * output may be named {@code y}. If the names of the arrays begin with {@code train/} and {@code test/}, the data are a split. There may be no
     * labels. For a model of one input, other data can be opened too.
     *
     * @param inputNames for each input the names that it has; one may choose
     * @param outputNames the names of the model's outputs
     */
    public DataReference forModel(List<Set<String>> inputNames, List<String> outputNames) {
        return new DataReference(named, unusable, inputs, inputNames, outputNames);
    }

    /**
     * Opens data. A folder with a subfolder {@code train} or {@code training_set} becomes a split; its test part is the first of {@code test},
     * {@code test_set}, {@code validation} and {@code val} that exists. A .zip archive holds photographs of cats and dogs, as {@code cats-vs-dogs} does:
     * {@code PetImages/Cat} and {@code PetImages/Dog} with numbered JPEG files, of which every fifth number is for testing. A .bin file, or a folder
     * with {@code data_batch_1.bin} and so on, is CIFAR-10 or CIFAR-100 in its binary version: images of 32 x 32, UINT8 of shape (32, 32, 3).
     *
     * @param nameOrPath the name of a data set, or the path of a folder or file
     * @param images what the images of a folder are resized to; has no effect on other data
     * @param bytes how bytes are scaled to the model's input; numbers of other types are not scaled
     * @throws io.espalier.base.EspalierException of kind BAD_USE if there is no data set, file or folder of that name
     * @throws DataFormatException if the file or folder is not in the expected format, has no examples, or has features that are NaN or
     *     infinite
     * @throws io.espalier.base.EspalierException if no source can provide the named data set
     * @throws java.io.UncheckedIOException if the data cannot be read
     */
    public OpenedDataset open(String nameOrPath, ImageShape images, Scaling bytes) {
        OpenedDataset opened = opened(nameOrPath, images);
        if (opened.forTraining().size() == 0 || opened.forEvaluation().size() == 0) {
            Dataset empty = opened.forTraining().size() == 0 ? opened.forTraining() : opened.forEvaluation();
            throw new DataFormatException(empty.name() + ": contains no examples");
        }
        return opened.scaled(bytes);
    }

    private OpenedDataset opened(String nameOrPath, ImageShape images) {
        if (modelInputs.size() > 1) {
            return ofSeveralInputs(nameOrPath);
        }
        if (nameOrPath.equals(NamedDatasets.CATS_VS_DOGS)) {
            PetPhotographs pets = named.catsVsDogs();
            return folder(pets.folder(), images, pets.origin());
        }
        if (named.names().contains(nameOrPath)) {
            return named.open(nameOrPath);
        }
        Path path = existing(nameOrPath).orElseThrow(() -> new UnknownDatasetException(nameOrPath, named.names()));
        if (Files.isDirectory(path)) {
            return CifarFiles.isIn(path) ? CifarFiles.open(path) : folder(path, images, ofFolder(path));
        }
        if (nameOrPath.endsWith(".bin")) {
            return CifarFiles.openFile(path);
        }
        if (CifarFiles.isArchive(path)) {
            throw CifarFiles.notUnpacked(path);
        }
        if (nameOrPath.endsWith(".zip")) {
            PetPhotographs pets = named.photographs(path);
            return folder(pets.folder(), images, pets.origin());
        }
        if (outputs.size() > 1 && nameOrPath.endsWith(".npz") && ModelArrays.hasLabels(path, outputs)) {
            return ModelArrays.open(path, modelInputs, outputs);
        }
        if (nameOrPath.endsWith(".npz")) {
            return ArrayFile.openNpz(path, inputs);
        }
        if (nameOrPath.endsWith(".npy")) {
            return ArrayFile.openNpy(path);
        }
        throw new DataFormatException(path
                + ": expected an image folder, an .npy or an .npz file, a .bin file or folder of CIFAR-10 or CIFAR-100,"
                + " or a .zip archive of cats and dogs");
    }

    private OpenedDataset ofSeveralInputs(String nameOrPath) {
        Optional<Path> file = existing(nameOrPath);
        boolean isNamed = named.names().contains(nameOrPath);
        if (file.isEmpty() && !isNamed) {
            throw new UnknownDatasetException(nameOrPath, named.names());
        }
        if (isNamed || !nameOrPath.endsWith(".npz")) {
            throw new DataFormatException(nameOrPath + ": the model has " + modelInputs.size()
                    + " inputs; expected an .npz file with an array for each: " + modelInputs);
        }
        return ModelArrays.open(file.orElseThrow(), modelInputs, outputs);
    }

    private static Optional<Path> existing(String path) {
        try {
            return Optional.of(Path.of(path)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private OpenedDataset folder(Path folder, ImageShape images, Origin origin) {
        Optional<Path> train = first(folder, "train", "training_set");
        Optional<Path> test = first(folder, "test", "test_set", "validation", "val");
        if (train.isEmpty() != test.isEmpty()) {
            throw new DataFormatException(folder + ": contains only one of the folders train and test; give "
                    + train.or(() -> test).get() + " to use only that folder");
        }
        List<ImageFolder.UnusableImage> leftOut = new ArrayList<>();
        if (train.isPresent() && test.isPresent()) {
            Dataset first = images(train.get(), images, leftOut);
            Dataset second = images(test.get(), images, leftOut);
            return new DatasetSplit(first, second, without(leftOut, origin));
        }
        Dataset all = images(folder, images, leftOut);
        return new OpenedDataset.Single(all, without(leftOut, origin));
    }

    private Dataset images(Path folder, ImageShape shape, List<ImageFolder.UnusableImage> leftOut) {
        return inputs.isPresent() && ImageFolder.isFlat(folder)
                ? ImageFolder.withoutLabels(folder, shape, unusable.andThen(leftOut::add))
                : ImageFolder.open(folder, shape, unusable.andThen(leftOut::add));
    }

    private static Origin ofFolder(Path folder) {
        return new Origin(
                folder.toString(),
                "the folder " + folder.toAbsolutePath().normalize().getFileName(),
                Map.of());
    }

    private static Origin without(List<ImageFolder.UnusableImage> leftOut, Origin origin) {
        String skipped = leftOut.isEmpty() ? "" : ", images skipped: " + leftOut.size();
        return new Origin(origin.name(), origin.source() + skipped, origin.sha256());
    }

    private static Optional<Path> first(Path folder, String... names) {
        return Stream.of(names).map(folder::resolve).filter(Files::isDirectory).findFirst();
    }
}
