// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Examples of another set at equal distances; copies nothing. */
record DatasetSample(Dataset whole, int size) implements Dataset {
    DatasetSample {
        if (size < 0 || size > whole.size()) {
            throw new IllegalArgumentException(
                    size + " examples are asked of " + whole.name() + ", which has " + whole.size());
        }
    }

    @Override
    public String name() {
        return whole.name() + ", " + size + " of " + whole.size();
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
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = (int) ((long) Objects.checkIndex(indices[from + i], size) * whole.size() / size);
        }
        whole.read(places, 0, count, features, targets);
    }
}
