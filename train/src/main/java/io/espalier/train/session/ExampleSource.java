// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;

/** Examples of a data set on their way into a session. */
interface ExampleSource extends AutoCloseable {
    /** Sets up to this many bytes are held in TensorFlow's memory as a whole; larger ones are read while they are used. */
    long RESIDENT_BYTES = 1L << 30;

    static ExampleSource of(Dataset dataset) {
        long bytes = (long) dataset.size()
                * (dataset.features().bytes() + dataset.targets().bytes());
        return bytes <= RESIDENT_BYTES ? new ResidentExamples(dataset) : new StreamedExamples(dataset);
    }

    /** The examples in that order, cut into chunks of those sizes, which together are as many as the order has. */
    ChunkStream stream(int[] order, int[] chunkSizes);

    @Override
    void close();

    /** Chunks one after another; whoever takes one closes it. */
    interface ChunkStream extends AutoCloseable {
        /** The next chunk; there are as many as there were sizes. */
        Chunk next();

        @Override
        void close();
    }
}
