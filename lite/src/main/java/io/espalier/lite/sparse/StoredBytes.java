// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;

/** About how many bytes of a file a sparse tensor takes, to compare forms; what counts in the end is the file written. */
final class StoredBytes {
    /** A DENSIFY operator and the tensor that it makes. */
    static final long OF_DENSIFY = 120;

    private StoredBytes() {}

    static long of(Tensor sparse) {
        long bytes = sparse.buffer().size();
        for (Sparsity.Dimension dimension :
                sparse.sparsity().map(Sparsity::dimensions).orElseThrow()) {
            bytes += dimension.segments().map(StoredBytes::of).orElse(0L)
                    + dimension.indices().map(StoredBytes::of).orElse(0L);
        }
        return bytes;
    }

    private static long of(Sparsity.Indices indices) {
        int width = switch (indices.width()) {
            case INT32 -> Integer.BYTES;
            case UINT16 -> Short.BYTES;
            case UINT8 -> Byte.BYTES;
        };
        return (long) indices.values().size() * width;
    }
}
