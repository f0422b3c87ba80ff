// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A data set whose features and targets are the rows of two arrays, in memory or in a file. */
public final class ArrayDataset implements Dataset {
    private final String name;
    private final Rows featureRows;
    private final Rows targetRows;
    private final Scaling scaling;
    private final List<String> classNames;
    private final List<Part> parts;

    ArrayDataset(String name, Rows featureRows, Rows targetRows, Scaling scaling, List<String> classNames) {
        this(name, featureRows, List.of(new Part("", featureRows.spec(), scaling)), targetRows, scaling, classNames);
    }

    private ArrayDataset(
            String name,
            Rows featureRows,
            List<Part> parts,
            Rows targetRows,
            Scaling scaling,
            List<String> classNames) {
        if (featureRows.size() != targetRows.size()) {
            throw new IllegalArgumentException(name + ": has features for " + featureRows.size()
                    + " examples, but targets for " + targetRows.size());
        }
        this.name = Objects.requireNonNull(name, "name");
        this.featureRows = featureRows;
        this.targetRows = targetRows;
        this.scaling = Objects.requireNonNull(scaling, "scaling");
        this.classNames = List.copyOf(classNames);
        this.parts = List.copyOf(parts);
    }

    /**
     * A data set of two arrays in memory, one row per example. Nothing is copied.
     *
     * @param name for messages and provenance
     * @param features of shape (examples, shape of one example...)
     * @param targets of shape (examples) for class numbers, else (examples, shape of one target...)
     * @param scaling how features become the model's input
     * @param classNames the class names by class number; empty if targets are not class numbers
     * @throws IllegalArgumentException if the two arrays have different numbers of rows
     */
    public static ArrayDataset of(
            String name, NumericArray features, NumericArray targets, Scaling scaling, List<String> classNames) {
        return new ArrayDataset(name, features.rows(), targets.rows(), scaling, classNames);
    }

    /**
     * A data set for a model of several inputs. Each array becomes a {@linkplain Dataset#parts part} of the examples; nothing is copied.
     *
     * @param name for messages and provenance
     * @param inputs by the names of the inputs, each of shape (examples, shape of one example...)
     * @param targets of shape (examples) for class numbers, else (examples, shape of one target...)
     * @param bytes how UINT8 arrays are scaled; others are not scaled
     * @param classNames the class names by class number; empty if targets are not class numbers
     * @throws IllegalArgumentException if there are no inputs, or the arrays have different numbers of rows
     */
    public static ArrayDataset of(
            String name,
            Map<String, NumericArray> inputs,
            NumericArray targets,
            Scaling bytes,
            List<String> classNames) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException(name + ": has no inputs");
        }
        List<Part> parts = new ArrayList<>();
        List<Rows> rows = new ArrayList<>();
        inputs.forEach((input, array) -> {
            if (array.rowCount() != targets.rowCount()) {
                throw new IllegalArgumentException(name + ": has " + array.rowCount() + " examples of '" + input
                        + "', but targets for " + targets.rowCount());
            }
            parts.add(new Part(input, array.rowSpec(), array.type() == ElementType.UINT8 ? bytes : Scaling.IDENTITY));
            rows.add(array.rows());
        });
        return new ArrayDataset(name, new JoinedRows(rows), parts, targets.rows(), bytes, classNames);
    }

    /**
     * A data set without labels: its targets are FLOAT32 of shape (0).
     *
     * @param name for messages and provenance
     * @param features of shape (examples, shape of one example...)
     */
    public static ArrayDataset unlabelled(String name, NumericArray features) {
        return unlabelled(name, features.rows());
    }

    /** UINT8 features are taken for images and scaled to 0..1. */
    static ArrayDataset unlabelled(String name, Rows features) {
        NumericArray none =
                new NumericArray(ElementType.FLOAT32, List.of(features.size(), 0), ByteBuffer.allocateDirect(0));
        Scaling scaling = features.spec().type() == ElementType.UINT8 ? Scaling.UNIT : Scaling.IDENTITY;
        return new ArrayDataset(name, features, none.rows(), scaling, List.of());
    }

    /**
     * Reads a whole data set into memory.
     *
     * @throws io.espalier.data.DataFormatException if an example cannot be read
     */
    public static ArrayDataset copyOf(Dataset dataset) {
        int examples = dataset.size();
        ByteBuffer features = room(examples, dataset.features());
        ByteBuffer targets = room(examples, dataset.targets());
        dataset.read(IntStream.range(0, examples).toArray(), 0, examples, features, targets);
        return new ArrayDataset(
                dataset.name(),
                new BufferRows(dataset.features(), examples, features.flip()),
                dataset.parts(),
                new BufferRows(dataset.targets(), examples, targets.flip()),
                dataset.scaling(),
                dataset.classNames());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scaling scaling() {
        return scaling;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    private static ByteBuffer room(int examples, ElementSpec spec) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(examples, spec.bytes()))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public int size() {
        return featureRows.size();
    }

    @Override
    public ElementSpec features() {
        return featureRows.spec();
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public ElementSpec targets() {
        return targetRows.spec();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        featureRows.read(indices, from, count, features);
        targetRows.read(indices, from, count, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        targetRows.read(indices, from, count, targets);
    }
}
