// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A finite, ordered set of labelled examples of one shape and type, readable in any order.
 *
 * <p>Implementations are safe to read from several threads at once. Whether the examples lie in memory, in a mapped file or in
 * pictures that are decoded when asked for is theirs to decide; callers read batches and never hold more than they need.
 */
public interface Dataset {
    /** A name for people and provenance, such as {@code mnist/train}. */
    String name();

    /** How many examples there are. */
    int size();

    /** What the features of one example look like as stored, before {@link #scaling()}. */
    ElementSpec features();

    /**
     * What the target of one example looks like: a scalar INT32 for a class number, or FLOAT32 numbers (one-hot, regression).
     */
    ElementSpec targets();

    /** How stored features become the model's input. */
    Scaling scaling();

    /** What was done to files and bytes before they became these examples; empty if nothing was, or only bytes were scaled to 0 to 1. */
    default Optional<Preprocessing> preprocessing() {
        return features().type() == ElementType.UINT8 && !scaling().equals(Scaling.UNIT)
                ? Optional.of(new Preprocessing(scaling(), null))
                : Optional.empty();
    }

    /** The names of the classes in the order of their numbers; empty where targets are not class numbers. */
    List<String> classNames();

    /**
     * Copies examples to two buffers in native byte order, from each buffer's position on, and moves the positions behind them.
     *
     * @param indices numbers of the examples wanted, each in {@code [0, size())}
     * @param features room for {@code count * features().bytes()} bytes
     * @param targets room for {@code count * targets().bytes()} bytes
     * @throws IndexOutOfBoundsException if an index is not in the set
     * @throws DataFormatException if an example turns out to be unreadable
     */
    void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets);

    /** The examples {@code from} (inclusive) to {@code to} (exclusive), a view. */
    default Dataset slice(int from, int to) {
        return DatasetView.slice(this, from, to);
    }

    /**
     * So many examples, from the first on at equal distances: of a set that is sorted by class, some of each. A view.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    default Dataset sample(int examples) {
        return DatasetView.sample(this, examples);
    }

    /** The same where features that are stored as bytes, as those of pictures are, become the model's input in another way. A view. */
    default Dataset scaled(Scaling bytes) {
        return features().type() == ElementType.UINT8 && !scaling().equals(bytes)
                ? new ScaledDataset(this, bytes)
                : this;
    }
}
