// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Keeps the least and the greatest value. */
final class MinMaxObserver implements Observer {
    private final FiniteChunks chunks = new FiniteChunks();
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    @Override
    public int add(FloatBuffer sample) {
        return add(chunks, sample);
    }

    int add(FiniteChunks reader, FloatBuffer sample) {
        return reader.each(sample, (values, count, least, greatest) -> {
            min = Math.min(min, least);
            max = Math.max(max, greatest);
        });
    }

    @Override
    public void merge(Observer following) {
        if (!(following instanceof MinMaxObserver other)) {
            throw new IllegalArgumentException("cannot merge a min-max observer with " + following);
        }
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    @Override
    public Optional<ValueRange> range() {
        return min <= max ? Optional.of(new ValueRange(min, max)) : Optional.empty();
    }
}
