// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.Dataset;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Images as an epoch of training sees them. */
record AugmentedDataset(Dataset viewed, Augmentation augmentation, long seed, int epoch) implements Dataset.View {
    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        Objects.checkFromIndexSize(from, count, indices.length);
        int bytes = features().bytes();
        int start = features.position();
        Objects.checkFromIndexSize(start, count * bytes, features.limit());
        ByteBuffer stored = ByteBuffer.allocate(count * bytes);
        viewed.read(indices, from, count, stored, targets);
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> features.put(start + i * bytes, changed(stored, i * bytes, indices[from + i])));
        features.position(start + count * bytes);
    }

    private byte[] changed(ByteBuffer stored, int at, int example) {
        List<Integer> shape = features().shape();
        byte[] values = new byte[features().bytes()];
        stored.get(at, values);
        Pixels image = new Pixels(shape.get(0), shape.get(1), shape.size() == 2 ? 1 : shape.get(2), values);
        return ImageTransform.draw(augmentation, seed, epoch, example).of(image).values();
    }
}
