// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Every second example of a data set, so that one sorted by class gives some of each class to both halves.
 *
 * @param first 0 or 1
 */
record EveryOther(Dataset viewed, int first) implements Dataset.View {
    @Override
    public String name() {
        return (first == 0 ? "one half of " : "the other half of ") + viewed.name();
    }

    @Override
    public int size() {
        return (viewed.size() + 1 - first) / 2;
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        viewed.read(places(indices, from, count), 0, count, features, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        viewed.readTargets(places(indices, from, count), 0, count, targets);
    }

    private int[] places(int[] indices, int from, int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = 2 * Objects.checkIndex(indices[from + i], size()) + first;
        }
        return places;
    }
}
