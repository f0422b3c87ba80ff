// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.image.Augmentation;

/** Images that each epoch sees otherwise: changed ahead of the session, from what was decoded once where that can be kept. */
final class AugmentedExamples implements ExampleSource {
    /** Images of up to this number of bytes in total are kept decoded; larger sets are decoded in each epoch. */
    private static final long KEPT_BYTES = 1L << 28;

    private final Dataset images;
    private final Augmentation augmentation;
    private final long seed;

    AugmentedExamples(Dataset dataset, Augmentation augmentation, long seed) {
        this.images = ExampleSource.bytes(dataset) <= KEPT_BYTES ? ArrayDataset.copyOf(dataset) : dataset;
        this.augmentation = augmentation;
        this.seed = seed;
    }

    @Override
    public ChunkStream stream(int epoch, int[] order, int[] chunkSizes) {
        return new StreamedExamples(augmentation.apply(images, seed, epoch)).stream(epoch, order, chunkSizes);
    }

    @Override
    public void close() {
        // Each stream closes what it read.
    }
}
