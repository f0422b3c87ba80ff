// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import java.util.stream.IntStream;

/** A whole data set in TensorFlow's memory, read once; chunks only say which examples. */
final class ResidentExamples implements ExampleSource {
    private final ExampleTensors examples;

    ResidentExamples(Dataset dataset) {
        int[] all = IntStream.range(0, dataset.size()).toArray();
        this.examples = ExampleTensors.read(dataset, all, 0, all.length);
    }

    @Override
    public ChunkStream stream(int epoch, int[] order, int[] chunkSizes) {
        return new ChunkStream() {
            private int chunk;
            private int from;

            @Override
            public Chunk next() {
                EspalierException.Interrupted.check("work on the examples");
                int size = chunkSizes[chunk++];
                Chunk next = Chunk.of(examples, order, from, size, false);
                from += size;
                return next;
            }

            @Override
            public void close() {
                // The examples outlive the stream.
            }
        };
    }

    @Override
    public void close() {
        examples.close();
    }
}
