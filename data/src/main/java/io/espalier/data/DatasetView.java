// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Some examples of another set, at equal distances; copies nothing.
 *
 * @param from the first of those that are looked at
 * @param span how many are looked at
 * @param size how many of them are taken; all where it is the span
 */
record DatasetView(Dataset viewed, int from, int span, int size) implements Dataset.View {
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
                ? viewed.name() + "[" + from + ":" + (from + size) + "]"
                : viewed.name() + ", " + size + " of " + span;
    }

    @Override
    public void read(int[] indices, int start, int count, ByteBuffer features, ByteBuffer targets) {
        viewed.read(places(indices, start, count), 0, count, features, targets);
    }

    @Override
    public void readTargets(int[] indices, int start, int count, ByteBuffer targets) {
        viewed.readTargets(places(indices, start, count), 0, count, targets);
    }

    private int[] places(int[] indices, int start, int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = from + (int) ((long) Objects.checkIndex(indices[start + i], size) * span / size);
        }
        return places;
    }
}
