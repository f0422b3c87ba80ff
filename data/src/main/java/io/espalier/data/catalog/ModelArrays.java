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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The arrays of an .npz file for a model of several inputs or outputs: one for each input, named like it, and labels for each output, named like
 * it too; those of a single output may be named {@code y}. Names of a training and a test part begin with {@code train/} and {@code test/}.
 */
final class ModelArrays {
    private static final String LABELS = "y";
    private static final String TRAIN = "train/";
    private static final String TEST = "test/";

    private final Path file;
    private final NpzFile npz;
    private final List<Set<String>> inputs;
    private final List<String> outputs;

    /** Labels of both parts tell how many classes there are, so each is needed twice. */
    private final Map<String, NumericArray> labels = new HashMap<>();

    private ModelArrays(Path file, NpzFile npz, List<Set<String>> inputs, List<String> outputs) {
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
    static OpenedDataset open(Path file, List<Set<String>> inputs, List<String> outputs) {
        Origin origin = new Origin(file.toString(), "the file " + file.getFileName(), Map.of());
        try (NpzFile npz = NpzFile.open(file)) {
            ModelArrays arrays = new ModelArrays(file, npz, inputs, outputs);
            boolean split = npz.names().stream().anyMatch(name -> name.startsWith(TRAIN) || name.startsWith(TEST));
            arrays.requireKnown(split ? List.of(TRAIN, TEST) : List.of(""));
            if (!split) {
                return new OpenedDataset.Single(arrays.dataset("", List.of("")), origin);
            }
            List<String> both = List.of(TRAIN, TEST);
            return new DatasetSplit(arrays.dataset(TRAIN, both), arrays.dataset(TEST, both), origin);
        }
    }

    /** Whether a file has an array named like an output. */
    static boolean hasLabels(Path file, List<String> outputs) {
        try (NpzFile npz = NpzFile.open(file)) {
            return outputs.stream()
                    .anyMatch(output ->
                            npz.names().contains(output) || npz.names().contains(TRAIN + output));
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

    /** @param prefixes of all parts of the file, whose labels together tell how many classes there are */
    private Dataset dataset(String prefix, List<String> prefixes) {
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
        Map.Entry<String, NumericArray> first = features.entrySet().iterator().next();
        int rows = first.getValue().rowCount();
        features.forEach((input, array) -> requireRows(name, input, array, first.getKey(), rows));
        List<String> labels = labels(prefix);
        if (labels.isEmpty()) {
            NumericArray none = new NumericArray(ElementType.FLOAT32, List.of(rows, 0), ByteBuffer.allocateDirect(0));
            return dataset(name, features, none, 0);
        }
        Map<String, Dataset> labelled = new LinkedHashMap<>();
        for (String label : labels) {
            NumericArray array = read(prefix + label);
            requireRows(name, label, array, first.getKey(), rows);
            int classes = ArrayFile.classes(prefixes.stream()
                    .map(each -> each + label)
                    .filter(npz.names()::contains)
                    .map(this::read));
            NumericArray targets = classes > 0 ? array.classNumbers(classes, name + ", " + label) : array.toFloat32();
            labelled.put(label, dataset(name, features, targets, classes));
        }
        Dataset any = labelled.values().iterator().next();
        boolean single = outputs.size() == 1 || labels.equals(List.of(LABELS));
        return single ? any : any.withLabels(labelled);
    }

    private static Dataset dataset(String name, Map<String, NumericArray> features, NumericArray targets, int classes) {
        List<String> classNames =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        if (features.size() > 1) {
            return ArrayDataset.of(name, features, targets, Scaling.UNIT, classNames);
        }
        NumericArray only = features.values().iterator().next();
        Scaling scaling = only.type() == ElementType.UINT8 ? Scaling.UNIT : Scaling.IDENTITY;
        return ArrayDataset.of(name, only, targets, scaling, classNames);
    }

    private NumericArray read(String label) {
        return labels.computeIfAbsent(label, npz::read);
    }

    private static void requireRows(String name, String array, NumericArray values, String first, int rows) {
        if (values.rowCount() != rows) {
            throw new DataFormatException(
                    name + ": '" + array + "' has " + values.rowCount() + " examples, but '" + first + "' has " + rows);
        }
    }

    /** The arrays of labels: those of outputs that are there, else {@code y} if it is. */
    private List<String> labels(String prefix) {
        List<String> found = outputs.stream()
                .filter(output -> npz.names().contains(prefix + output))
                .toList();
        boolean unnamed = found.isEmpty() && npz.names().contains(prefix + LABELS);
        return unnamed ? List.of(LABELS) : found;
    }

    private Optional<String> find(String prefix, Set<String> names) {
        return names.stream()
                .filter(name -> npz.names().contains(prefix + name))
                .findFirst();
    }
}
