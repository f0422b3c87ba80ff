// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.Scaling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/** A data set of two blocks of bytes in native order. */
public record ExamplesInMemory(
        String name,
        int size,
        ElementSpec features,
        ElementSpec targets,
        Scaling scaling,
        ByteBuffer inputs,
        ByteBuffer answers)
        implements Dataset {
    public static ExamplesInMemory of(
            ElementSpec features, ElementSpec targets, Scaling scaling, ByteBuffer inputs, ByteBuffer answers) {
        int size = inputs.remaining() / features.bytes();
        return new ExamplesInMemory("in memory", size, features, targets, scaling, inputs.slice(), answers.slice());
    }

    /** Room for numbers in native order. */
    public static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer featureBuffer, ByteBuffer targetBuffer) {
        for (int i = from; i < from + count; i++) {
            int index = Objects.checkIndex(indices[i], size);
            featureBuffer.put(inputs.slice(index * features.bytes(), features.bytes()));
            targetBuffer.put(answers.slice(index * targets.bytes(), targets.bytes()));
        }
    }
}
