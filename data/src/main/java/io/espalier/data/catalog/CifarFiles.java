// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.array.ArrayDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CIFAR-10 and CIFAR-100 as the "binary version" has them: one file, or the folder that the archive unpacks to. */
final class CifarFiles {
    private static final String BATCH = "data_batch_";
    private static final String SUFFIX = ".bin";
    private static final String CIFAR_10 = "data_batch_[0-9]+\\.bin|test_batch\\.bin";
    private static final String CIFAR_100 = "train\\.bin|test\\.bin";
    private static final List<String> UNPACKED = List.of("cifar-10-batches-bin", "cifar-100-binary");
    private static final List<String> FOR_PYTHON = List.of("data_batch_1", "cifar-10-batches-py", "cifar-100-python");
    private static final String BINARY_VERSION =
            "take the binary version, cifar-10-binary.tar.gz or cifar-100-binary.tar.gz, and unpack it with tar -xzf";

    private CifarFiles() {}

    /** Whether a folder holds such files, or what their archive unpacks to. */
    static boolean isIn(Path folder) {
        return !parts(unpacked(folder)).isEmpty() || isForPython(folder);
    }

    /** Whether a file may be an archive of CIFAR that was not unpacked. */
    static boolean isArchive(Path file) {
        return file.getFileName().toString().matches("cifar-?100?-.*\\.(tar\\.gz|tgz|tar)");
    }

    static DataFormatException notUnpacked(Path archive) {
        return new DataFormatException(archive + ": is packed; " + BINARY_VERSION);
    }

    /**
     * A folder with {@code data_batch_1.bin} and so on or {@code train.bin} for training, and {@code test_batch.bin} or {@code test.bin} for
     * testing; with one kind only, it is not split.
     *
     * @throws DataFormatException if a batch is missing between others, or a file is not of this form
     */
    static OpenedDataset open(Path folder) {
        if (isForPython(folder)) {
            throw new DataFormatException(folder + ": holds the Python version of CIFAR; " + BINARY_VERSION);
        }
        Path home = unpacked(folder);
        Set<String> present = parts(home);
        List<Path> train = files(home, present.contains("train.bin") ? List.of("train.bin") : batches(home, present));
        List<Path> test = files(
                home,
                Stream.of("test_batch.bin", "test.bin")
                        .filter(present::contains)
                        .toList());
        Origin origin = new Origin(
                folder.toString(),
                "the folder " + folder.toAbsolutePath().normalize().getFileName(),
                Map.of());
        if (train.isEmpty() || test.isEmpty()) {
            return new OpenedDataset.Single(part(folder.toString(), train.isEmpty() ? test : train), origin);
        }
        return new DatasetSplit(part(folder + "/train", train), part(folder + "/test", test), origin);
    }

    /**
     * One file; the classes are named by the list beside it, if there is one.
     *
     * @throws DataFormatException if it is not of this form
     */
    static OpenedDataset openFile(Path file) {
        Origin origin = new Origin(file.toString(), "the file " + file.getFileName(), Map.of());
        return new OpenedDataset.Single(part(file.toString(), List.of(file)), origin);
    }

    private static ArrayDataset part(String name, List<Path> files) {
        Set<CifarForm> forms = files.stream().map(CifarForm::of).collect(Collectors.toSet());
        if (forms.size() > 1) {
            throw new DataFormatException(name + ": some of its files are CIFAR-10, others CIFAR-100: " + files);
        }
        CifarForm form = forms.iterator().next();
        CifarForm.Examples examples = form.read(files);
        return ArrayDataset.of(
                name, examples.images(), examples.classes(), Scaling.UNIT, classNames(form, files.get(0)));
    }

    private static List<String> classNames(CifarForm form, Path besides) {
        Path file = besides.resolveSibling(form.namesFile());
        if (!Files.exists(file)) {
            return form.classNames();
        }
        try {
            List<String> names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (names.size() != form.classes()) {
                throw new DataFormatException(
                        file + ": names " + names.size() + " classes; expected " + form.classes() + ", one a line");
            }
            return names;
        } catch (MalformedInputException e) {
            throw new DataFormatException(file + ": is no text in UTF-8; expected one class a line", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> batches(Path folder, Set<String> present) {
        List<String> batches = new ArrayList<>();
        long expected = present.stream().filter(name -> name.startsWith(BATCH)).count();
        for (int number = 1; number <= expected; number++) {
            String name = BATCH + number + SUFFIX;
            if (!present.contains(name)) {
                throw new DataFormatException(
                        folder + ": has " + expected + " training batches, but " + name + " is missing");
            }
            batches.add(name);
        }
        return batches;
    }

    private static List<Path> files(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).toList();
    }

    private static boolean isForPython(Path folder) {
        return parts(unpacked(folder)).isEmpty()
                && FOR_PYTHON.stream().map(folder::resolve).anyMatch(Files::exists);
    }

    private static Path unpacked(Path folder) {
        return UNPACKED.stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(folder);
    }

    /** The names of CIFAR's files in a folder. */
    private static Set<String> parts(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            String names = Files.exists(folder.resolve("fine_label_names.txt")) ? CIFAR_100 : CIFAR_10;
            return content.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(names))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
