// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.images;

import io.espalier.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A set several times over, which stands for one too large to be held in memory; each time its examples are read anew. */
record Repeated(Dataset viewed, int times) implements Dataset.View {
    /** So often that the examples take more than so many bytes. */
    static Dataset largerThan(long bytes, Dataset once) {
        long size =
                (long) once.size() * (once.features().bytes() + once.targets().bytes());
        return new Repeated(once, Math.toIntExact(bytes / size + 1));
    }

    @Override
    public String name() {
        return viewed.name() + " " + times + " times";
    }

    @Override
    public int size() {
        return Math.multiplyExact(viewed.size(), times);
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        int[] wanted = Arrays.stream(indices, from, from + count)
                .map(index -> index % viewed.size())
                .toArray();
        viewed.read(wanted, 0, count, features, targets);
    }
}
