// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Consecutive examples of another set; copies nothing. */
record DatasetSlice(Dataset whole, int from, int size) implements Dataset {
    static Dataset of(Dataset whole, int from, int to) {
        Objects.checkFromToIndex(from, to, whole.size());
        return new DatasetSlice(whole, from, to - from);
    }

    @Override
    public String name() {
        return whole.name() + "[" + from + ":" + (from + size) + "]";
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
        int[] shifted = new int[count];
        for (int i = 0; i < count; i++) {
            shifted[i] = from + Objects.checkIndex(indices[start + i], size);
        }
        whole.read(shifted, 0, count, features, targets);
    }
}
