// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Some examples of another set, at equal distances; copies nothing.
 *
 * @param from the first of those that are looked at
 * @param span how many are looked at
 * @param size how many of them are taken; all where it is the span
 */
record DatasetView(Dataset whole, int from, int span, int size) implements Dataset {
    static DatasetView slice(Dataset whole, int from, int to) {
        Objects.checkFromToIndex(from, to, whole.size());
        return new DatasetView(whole, from, to - from, to - from);
    }

    static DatasetView sample(Dataset whole, int size) {
        if (size < 0 || size > whole.size()) {
            throw new IllegalArgumentException(
                    "cannot take " + size + " examples of " + whole.name() + ", which has " + whole.size());
        }
        return new DatasetView(whole, 0, whole.size(), size);
    }

    @Override
    public String name() {
        return size == span
                ? whole.name() + "[" + from + ":" + (from + size) + "]"
                : whole.name() + ", " + size + " of " + span;
    }

    @Override
    public ElementSpec features() {
        return whole.features();
    }

    @Override
    public ElementSpec targets() {
        return whole.targets();
    }

    @Override
    public Scaling scaling() {
        return whole.scaling();
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public void read(int[] indices, int start, int count, ByteBuffer features, ByteBuffer targets) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = from + (int) ((long) Objects.checkIndex(indices[start + i], size) * span / size);
        }
        whole.read(places, 0, count, features, targets);
    }
}
