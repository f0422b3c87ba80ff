// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.nio.ByteBuffer;
import java.util.List;

/** Another set whose stored features become the model's input in another way; copies nothing. */
record ScaledDataset(Dataset stored, Scaling scaling) implements Dataset {
    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int size() {
        return stored.size();
    }

    @Override
    public ElementSpec features() {
        return stored.features();
    }

    @Override
    public ElementSpec targets() {
        return stored.targets();
    }

    @Override
    public List<String> classNames() {
        return stored.classNames();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        stored.read(indices, from, count, features, targets);
    }
}
