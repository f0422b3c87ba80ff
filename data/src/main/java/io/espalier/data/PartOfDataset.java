// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Examples of which one part is left.
 *
 * @param offset of the part within the features of an example, in bytes
 */
record PartOfDataset(Dataset viewed, Part part, int offset) implements Dataset.View {
    static PartOfDataset of(Dataset dataset, int index) {
        List<Part> parts = dataset.parts();
        int offset = parts.subList(0, index).stream()
                .mapToInt(part -> part.spec().bytes())
                .sum();
        return new PartOfDataset(dataset, parts.get(index), offset);
    }

    @Override
    public String name() {
        return viewed.name() + ", " + part.name();
    }

    @Override
    public ElementSpec features() {
        return part.spec();
    }

    @Override
    public Scaling scaling() {
        return part.scaling();
    }

    @Override
    public List<Part> parts() {
        return List.of(part);
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        int stride = viewed.features().bytes();
        ByteBuffer whole =
                ByteBuffer.allocate(Math.multiplyExact(count, stride)).order(ByteOrder.nativeOrder());
        viewed.read(indices, from, count, whole, targets);
        for (int i = 0; i < count; i++) {
            features.put(whole.slice(i * stride + offset, part.spec().bytes()));
        }
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        viewed.readTargets(indices, from, count, targets);
    }
}
