// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.data.Dataset;
import java.io.Serializable;

/**
 * How examples are cut into parts: each but the last has whole batches, and none is shorter than a batch, since the runtime may round
 * otherwise in batches of another size.
 *
 * @param parts how many there are, each with some examples where there are any
 */
record WholeBatches(int size, int parts) implements Serializable {
    /** What an evaluation runs at once; a test compares the results. */
    static final int BATCH = 32;

    static WholeBatches of(int size, int wanted) {
        return new WholeBatches(size, Math.max(1, Math.min(wanted, size / BATCH)));
    }

    Dataset slice(Dataset data, int part) {
        return parts == 1 ? data : data.slice(cut(part), cut(part + 1));
    }

    private int cut(int part) {
        int batches = size / BATCH;
        return part == parts ? size : (int) ((long) batches * part / parts) * BATCH;
    }
}
