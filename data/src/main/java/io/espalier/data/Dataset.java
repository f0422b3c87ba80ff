// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finite, ordered set of labelled examples of one shape and type, with random access.
 *
 * <p>Implementations are thread-safe. They may keep examples in memory, in a file, or decode images on demand.
 */
public interface Dataset {
    /** A name for messages and provenance, such as {@code mnist/train}. */
    String name();

    /** The number of examples. */
    int size();

    /**
     * The type and shape of the stored features of one example, before {@link #scaling()}. If examples have several {@link #parts}: UINT8 of shape
     * (bytes of all parts).
     */
    ElementSpec features();

    /**
     * What each input of a model gets, in the order in which the features of an example hold it; by default one part, for a model of one input.
     */
    default List<Part> parts() {
        return List.of(new Part("", features(), scaling()));
    }

    /**
     * A view with one of several parts as features.
     *
     * @throws IndexOutOfBoundsException if there is no such part
     */
    default Dataset part(int index) {
        return parts().size() == 1 && index == 0 ? this : PartOfDataset.of(this, index);
    }

    /**
     * A part of the features.
     *
     * @param name the name of the input that gets it; empty if there is only one part
     * @param spec the type and shape as stored
     * @param scaling how it is scaled
     */
    record Part(String name, ElementSpec spec, Scaling scaling) implements Serializable {
        Part scaled(Scaling bytes) {
            return spec.type() == ElementType.UINT8 ? new Part(name, spec, bytes) : this;
        }
    }

    /**
     * The type and shape of the target of one example: a scalar INT32 for a class number, or FLOAT32 for one-hot and regression targets. If there are
     * several {@link #labels}: FLOAT32 of shape (numbers of all labels).
     */
    ElementSpec targets();

    /** What each output of a model is compared with, in the order in which targets hold it; by default one label, for a model of one output. */
    default List<Label> labels() {
        return List.of(new Label("", targets(), classNames()));
    }

    /**
     * A view with one of several labels as targets.
     *
     * @throws IndexOutOfBoundsException if there is no such label
     */
    default Dataset label(int index) {
        return hasOneLabel() && index == 0 ? this : LabelOfDataset.of(this, index);
    }

    /** Whether there is a single label, which may be for any output. */
    default boolean hasOneLabel() {
        return labels().size() == 1 && labels().get(0).name().isEmpty();
    }

    /**
     * A view with the label of one output as targets.
     *
     * @return empty if there is none of this name, and more than a single label for any output
     */
    default Optional<Dataset> label(String output) {
        List<String> names = labels().stream().map(Label::name).toList();
        return hasOneLabel()
                ? Optional.of(this)
                : Optional.of(names.indexOf(output)).filter(place -> place >= 0).map(this::label);
    }

    /**
     * A label among several.
     *
     * @param name the name of the output that it is for; empty if there is only one label
     * @param spec the type and shape
     * @param classNames the class names by class number; empty if it is not a class number
     */
    record Label(String name, ElementSpec spec, List<String> classNames) implements Serializable {
        public Label {
            classNames = List.copyOf(classNames);
        }
    }

    /**
     * Examples of this data set with the targets of others as labels, one for each output of a model.
     *
     * @param examples data sets of the same examples by the names of the outputs, each with one label
     * @throws IllegalArgumentException if they have another number of examples, or there are none
     */
    default Dataset withLabels(Map<String, Dataset> examples) {
        return JointLabels.of(this, examples);
    }

    /** How stored features are scaled to the model's input; if examples have several parts, how those of bytes are. */
    Scaling scaling();

    /**
     * How files and bytes were preprocessed, so that a model can be used the same way later; empty if there was no preprocessing, or only
     * scaling of bytes to 0..1.
     */
    default Optional<Preprocessing> preprocessing() {
        return hasBytes(this) && !scaling().equals(Scaling.UNIT)
                ? Optional.of(new Preprocessing(scaling(), null))
                : Optional.empty();
    }

    /** The class names by class number; empty if targets are not class numbers. */
    List<String> classNames();

    /** What users should know about these data besides their examples, such as files that were left out; a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /**
     * Copies examples into two buffers in native byte order, and advances the buffers' positions.
     *
     * @param indices the indices of examples, each in {@code [0, size())}
     * @param from the position in {@code indices} of the first example to read
     * @param count the number of examples to read
     * @param features has room for {@code count * features().bytes()} bytes
     * @param targets has room for {@code count * targets().bytes()} bytes
     * @throws IndexOutOfBoundsException if an index is out of range
     * @throws DataFormatException if an example cannot be read
     */
    void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets);

    /**
     * Copies only the targets of examples, as {@link #read} does.
     *
     * @param targets has room for {@code count * targets().bytes()} bytes
     */
    default void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        ByteBuffer features = ByteBuffer.allocate(features().bytes()).order(ByteOrder.nativeOrder());
        for (int i = from; i < from + count; i++) {
            read(indices, i, 1, features.clear(), targets);
        }
    }

    /**
     * A view of the examples from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IndexOutOfBoundsException if the range is not within the data set
     */
    default Dataset slice(int from, int to) {
        return DatasetView.slice(this, from, to);
    }

    /**
     * A view of evenly spaced examples, starting with the first. A data set sorted by class gives some of each class.
     *
     * @param examples the number of examples in the view
     * @throws IllegalArgumentException if the data set has fewer
     */
    default Dataset sample(int examples) {
        return DatasetView.sample(this, examples);
    }

    /** A view with bytes, such as those of images, scaled differently. Features of other types are not scaled. */
    default Dataset scaled(Scaling bytes) {
        return hasBytes(this) && !scaling().equals(bytes) ? new ScaledDataset(this, bytes) : this;
    }

    private static boolean hasBytes(Dataset dataset) {
        return dataset.parts().stream().anyMatch(part -> part.spec().type() == ElementType.UINT8);
    }

    /** A data set made of another one. What it does not say itself is as in the other one; nothing is copied. */
    interface View extends Dataset {
        /** The other data set. */
        Dataset viewed();

        @Override
        default String name() {
            return viewed().name();
        }

        @Override
        default int size() {
            return viewed().size();
        }

        @Override
        default ElementSpec features() {
            return viewed().features();
        }

        @Override
        default List<Part> parts() {
            return viewed().parts();
        }

        @Override
        default List<Label> labels() {
            return targets().equals(viewed().targets()) ? viewed().labels() : Dataset.super.labels();
        }

        @Override
        default ElementSpec targets() {
            return viewed().targets();
        }

        @Override
        default Scaling scaling() {
            return viewed().scaling();
        }

        @Override
        default List<String> classNames() {
            return viewed().classNames();
        }

        @Override
        default List<String> notes() {
            return viewed().notes();
        }
    }
}
