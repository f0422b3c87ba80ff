// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;

/** Examples of a data set on their way into a session. */
interface ExampleSource extends AutoCloseable {
    /** Sets up to this many bytes are held in TensorFlow's memory as a whole; larger ones are read while they are used. */
    long RESIDENT_BYTES = 1L << 30;

    static ExampleSource of(Dataset dataset) {
        return bytes(dataset) <= RESIDENT_BYTES ? new ResidentExamples(dataset) : new StreamedExamples(dataset);
    }

    /** How many bytes all examples take as they are stored. */
    static long bytes(Dataset dataset) {
        return (long) dataset.size()
                * (dataset.features().bytes() + dataset.targets().bytes());
    }

    /** Examples that each epoch sees otherwise. */
    static ExampleSource of(Dataset dataset, Augmentation augmentation, long seed) {
        return augmentation.equals(Augmentation.NONE)
                ? of(dataset)
                : new AugmentedExamples(dataset, augmentation, seed);
    }

    /**
     * The examples in that order, cut into chunks of those sizes, which together are as many as the order has.
     *
     * @param epoch for which they are, from 1
     */
    ChunkStream stream(int epoch, int[] order, int[] chunkSizes);

    /** The examples as they are. */
    default ChunkStream stream(int[] order, int[] chunkSizes) {
        return stream(0, order, chunkSizes);
    }

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
