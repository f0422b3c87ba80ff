// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.nio.ByteBuffer;
import java.util.List;

/** Another set whose stored features become the model's input in another way; copies nothing. */
record ScaledDataset(Dataset viewed, Scaling scaling) implements Dataset.View {
    @Override
    public List<Part> parts() {
        return viewed.parts().stream().map(part -> part.scaled(scaling)).toList();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        viewed.read(indices, from, count, features, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        viewed.readTargets(indices, from, count, targets);
    }
}
