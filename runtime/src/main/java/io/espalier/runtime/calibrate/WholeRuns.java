// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Some examples of a data set for a model that takes several at once: those of a run are neighbours, and the runs are at equal distances.
 *
 * @param together how many examples a run has
 * @param runs how many runs there are, at most as many as the data set has examples for
 */
record WholeRuns(Dataset viewed, int together, int runs) implements Dataset.View {
    @Override
    public String name() {
        return viewed().name() + ", " + size() + " of " + viewed().size();
    }

    @Override
    public int size() {
        return runs * together;
    }

    @Override
    public void read(int[] indices, int start, int count, ByteBuffer features, ByteBuffer targets) {
        int[] places = new int[count];
        long all = viewed().size() / together;
        for (int i = 0; i < count; i++) {
            int index = Objects.checkIndex(indices[start + i], size());
            places[i] = (int) (index / together * all / runs) * together + index % together;
        }
        viewed().read(places, 0, count, features, targets);
    }
}
