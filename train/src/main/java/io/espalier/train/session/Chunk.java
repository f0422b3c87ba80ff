// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/**
 * What one run of the session is fed: examples, and which of them in what order.
 *
 * @param owned whether the examples are of no use after this chunk
 */
record Chunk(ExampleTensors examples, TInt32 indices, int size, boolean owned) implements AutoCloseable {
    static Chunk of(ExampleTensors examples, int[] order, int from, int size, boolean owned) {
        TInt32 indices = TInt32.tensorOf(
                Shape.of(size), DataBuffers.of(order, true, false).slice(from, size));
        return new Chunk(examples, indices, size, owned);
    }

    @Override
    public void close() {
        indices.close();
        if (owned) {
            examples.close();
        }
    }
}
