// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.format;

import io.espalier.base.Provenance;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file format of models: how to recognize, read and write it, and what it can hold.
 *
 * <pre>{@code
 * try (ModelSource source = ModelSource.open(Path.of("model.h5"))) {
 *     ModelFormat<?> format = ModelFormats.of(source).orElseThrow();
 *     Object content = format.read(source, ReadOptions.NONE).content(); // a Model, a Graph, or what only runs
 * }
 * }</pre>
 *
 * <p>Immutable and safe for all threads.
 *
 * @param <T> what a file holds: a {@link io.espalier.model.Model}, a {@code Graph} of TFLite, a type that can only be run, or what these have in
 *     common
 */
public interface ModelFormat<T> {
    /** What a format may be able to hold. */
    enum Feature {
        /** The values of weights, not the architecture alone. */
        WEIGHTS,
        /** Where the model comes from. */
        PROVENANCE,
        /** The ranges and bits that quantization-aware training found. */
        TRAINED_QUANTIZATION,
        /** Which weights were clustered. */
        CLUSTERS,
        /** Operators that compute with integers. */
        INTEGERS,
        /** Weights that are stored without their zeros. */
        SPARSITY
    }

    /** The short name, in lower case, such as {@code h5}. Recipes use it. */
    String id();

    /** How names of its files end, such as {@code .h5}; empty if a model is a folder. */
    String extension();

    /** The types of what a file may hold: each is read, and if the format is written, each is written. */
    Set<Class<? extends T>> types();

    /** Which versions are read and written, and what its files cannot hold, in sentences for people; empty if there is nothing to say. */
    default String about() {
        return "";
    }

    /** What its files can hold. */
    Set<Feature> features();

    /** Whether {@link #read} reads it; others are only written. */
    default boolean isRead() {
        return true;
    }

    /** Whether {@link #write} writes it; other formats are only read. */
    boolean isWritten();

    /**
     * Whether a source is of this format, by its first bytes or by the files in its folder. Its name does not count, and whether it can be read
     * shows only when it is read.
     */
    boolean recognizes(ModelSource source);

    /**
     * Whether a file of this name should be of this format. That decides only where no format recognizes the content, so that {@link #read} says
     * what is wrong with it.
     */
    default boolean claims(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(extension());
    }

    /**
     * Reads a model.
     *
     * @throws io.espalier.base.EspalierException if it is not of this format, is damaged, or holds what Espalier does not support; names the file
     *     and the place
     * @throws IOException if the source cannot be read
     */
    StoredModel<T> read(ModelSource source, ReadOptions options) throws IOException;

    /**
     * Writes a model. The file is complete or not there: a format refuses what it cannot hold before it writes anything.
     *
     * @param provenance where the model comes from; null if that is not known
     * @throws io.espalier.model.tensor.ModelException if the format cannot hold the model, or is only read; says why
     * @throws IOException if the file cannot be written
     */
    void write(T model, @Nullable Provenance provenance, Path file) throws IOException;

    /**
     * Whether the format can hold a model, so that this is known before the model is trained. What depends on the values of its weights shows
     * when it is written.
     *
     * @throws io.espalier.model.tensor.ModelException if it cannot; says why
     */
    default void check(T model) {}

    /** This format, if its files can hold models of this type. */
    @SuppressWarnings("unchecked") // S is one of the types, and each of them is a T
    default <S> Optional<ModelFormat<? super S>> of(Class<S> type) {
        return types().contains(type) ? Optional.of((ModelFormat<? super S>) this) : Optional.empty();
    }

    /**
     * What a file leaves open and the caller must say. Formats whose files are complete ignore it.
     *
     * @param inputShape of one example, channels last; closes the dimensions that a model leaves open
     * @param weights the file with the weights of an architecture
     * @param signature which signature of several is meant; without it all, the one for serving first
     * @param inputs the tensors to feed of a graph without signatures; without them its placeholders
     * @param outputs the tensors to fetch of a graph without signatures; without them what no node takes
     */
    record ReadOptions(
            Optional<Shape> inputShape,
            Optional<Path> weights,
            Optional<String> signature,
            List<String> inputs,
            List<String> outputs) {
        public ReadOptions {
            Objects.requireNonNull(inputShape, "inputShape");
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(signature, "signature");
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /** The file says everything. */
        public static final ReadOptions NONE =
                new ReadOptions(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    /**
     * What was read from a file.
     *
     * @param <T> the type of the model
     */
    interface StoredModel<T> {
        /** The model. Who reads what must be closed, closes it. */
        T content();

        /**
         * Where the model comes from, if its file says so; files that others wrote do not.
         *
         * @throws io.espalier.model.ModelFormatException if the entry is Espalier's own and damaged
         */
        Optional<Provenance> provenance();

        /** Where the model computes something else than what its file asks for, in sentences. */
        default List<String> notes() {
            return List.of();
        }

        /** The same, if the model is of this type. */
        @SuppressWarnings("unchecked") // the content is an S
        default <S> Optional<StoredModel<S>> as(Class<S> type) {
            return type.isInstance(content()) ? Optional.of((StoredModel<S>) this) : Optional.empty();
        }
    }
}
