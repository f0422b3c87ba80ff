// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Rows that consist of the bytes of rows of several arrays, one after the other. */
record JoinedRows(List<Rows> parts) implements Rows {
    @Override
    public ElementSpec spec() {
        return ElementSpec.of(
                ElementType.UINT8,
                parts.stream().mapToInt(part -> part.spec().bytes()).reduce(0, Math::addExact));
    }

    @Override
    public int size() {
        return parts.get(0).size();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer target) {
        Objects.checkFromIndexSize(from, count, indices.length);
        for (int i = from; i < from + count; i++) {
            for (Rows part : parts) {
                part.read(indices, i, 1, target);
            }
        }
    }
}
