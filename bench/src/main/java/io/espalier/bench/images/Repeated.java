// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.images;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A set several times over, which stands for one too large to be held in memory; each time its examples are read anew. */
record Repeated(Dataset once, int times) implements Dataset {
    /** So often that the examples take more than so many bytes. */
    static Dataset largerThan(long bytes, Dataset once) {
        long size =
                (long) once.size() * (once.features().bytes() + once.targets().bytes());
        return new Repeated(once, Math.toIntExact(bytes / size + 1));
    }

    @Override
    public String name() {
        return once.name() + " " + times + " times";
    }

    @Override
    public int size() {
        return Math.multiplyExact(once.size(), times);
    }

    @Override
    public ElementSpec features() {
        return once.features();
    }

    @Override
    public ElementSpec targets() {
        return once.targets();
    }

    @Override
    public Scaling scaling() {
        return once.scaling();
    }

    @Override
    public List<String> classNames() {
        return once.classNames();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        int[] wanted = Arrays.stream(indices, from, from + count)
                .map(index -> index % once.size())
                .toArray();
        once.read(wanted, 0, count, features, targets);
    }
}
