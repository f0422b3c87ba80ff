// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The arrays of an .npz file for a model of several inputs: one for each input, named like it, and one of labels, named {@code y} or like the
 * output. Names of a training and a test part begin with {@code train/} and {@code test/}.
 */
final class ModelArrays {
    private static final String LABELS = "y";
    private static final String TRAIN = "train/";
    private static final String TEST = "test/";

    private final Path file;
    private final NpzFile npz;
    private final List<Set<String>> inputs;
    private final Set<String> outputs;

    private ModelArrays(Path file, NpzFile npz, List<Set<String>> inputs, Set<String> outputs) {
        this.file = file;
        this.npz = npz;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Opens a file.
     *
     * @param inputs for each input of the model the names that it has
     * @param outputs the names of its outputs
     */
    static OpenedDataset open(Path file, List<Set<String>> inputs, Set<String> outputs) {
        Origin origin = new Origin(file.toString(), "the file " + file.getFileName(), Map.of());
        try (NpzFile npz = NpzFile.open(file)) {
            ModelArrays arrays = new ModelArrays(file, npz, inputs, outputs);
            boolean split = npz.names().stream().anyMatch(name -> name.startsWith(TRAIN) || name.startsWith(TEST));
            arrays.requireKnown(split ? List.of(TRAIN, TEST) : List.of(""));
            if (!split) {
                Optional<NumericArray> labels = arrays.labels("");
                int classes = arrays.classes(labels, "");
                return new OpenedDataset.Single(arrays.dataset("", labels, classes), origin);
            }
            Optional<NumericArray> train = arrays.labels(TRAIN);
            Optional<NumericArray> test = arrays.labels(TEST);
            int classes = Math.max(arrays.classes(train, TRAIN), arrays.classes(test, TEST));
            return new DatasetSplit(arrays.dataset(TRAIN, train, classes), arrays.dataset(TEST, test, classes), origin);
        }
    }

    private void requireKnown(List<String> prefixes) {
        Set<String> known = new LinkedHashSet<>();
        for (String prefix : prefixes) {
            Stream.concat(inputs.stream().flatMap(Set::stream), Stream.concat(Stream.of(LABELS), outputs.stream()))
                    .map(prefix::concat)
                    .forEach(known::add);
        }
        List<String> unknown =
                npz.names().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new DataFormatException(file + ": the arrays " + unknown
                    + " are for no input or output of the model; expected " + expected(prefixes));
        }
    }

    private String expected(List<String> prefixes) {
        List<String> all = Stream.concat(
                        inputs.stream().map(names -> String.join(" or ", names)), Stream.of(LABELS + " for the labels"))
                .toList();
        return String.join(", ", all)
                + (prefixes.size() == 1
                        ? "; or the same names behind " + TRAIN + " and " + TEST
                        : ", each behind " + String.join(" and behind ", prefixes));
    }

    private Dataset dataset(String prefix, Optional<NumericArray> labels, int classes) {
        String name = prefix.isEmpty() ? file.toString() : file + "/" + prefix.substring(0, prefix.length() - 1);
        Map<String, NumericArray> features = new LinkedHashMap<>();
        inputs.forEach(names -> {
            String found = find(prefix, names)
                    .orElseThrow(() -> new DataFormatException(file + ": missing array for the model's input '" + prefix
                            + String.join("' or '" + prefix, names) + "'; found " + npz.names()));
            NumericArray array = npz.read(prefix + found);
            array.requireFinite(file + "!" + prefix + found);
            features.put(found, array);
        });
        int rows = features.values().iterator().next().rowCount();
        NumericArray targets = labels.map(array -> classes > 0 ? array.classNumbers(classes, name) : array.toFloat32())
                .orElseGet(() -> new NumericArray(ElementType.FLOAT32, List.of(rows, 0), ByteBuffer.allocateDirect(0)));
        features.forEach((input, array) -> {
            if (array.rowCount() != targets.rowCount()) {
                throw new DataFormatException(name + ": '" + input + "' has " + array.rowCount() + " examples, but "
                        + (labels.isPresent() ? "the labels" : "another input") + " " + targets.rowCount());
            }
        });
        List<String> classNames =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return ArrayDataset.of(name, features, targets, Scaling.UNIT, classNames);
    }

    private Optional<NumericArray> labels(String prefix) {
        return find(prefix, outputs).or(() -> find(prefix, Set.of(LABELS))).map(name -> npz.read(prefix + name));
    }

    private int classes(Optional<NumericArray> labels, String prefix) {
        return labels.map(array -> ArrayFile.classes(array, file + "!" + prefix + LABELS))
                .orElse(0);
    }

    private Optional<String> find(String prefix, Set<String> names) {
        return names.stream()
                .filter(name -> npz.names().contains(prefix + name))
                .findFirst();
    }
}
