// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.function.Consumer;

/** A tensor has no negative size, and no more bytes than memory can be addressed with in a runtime: 2 GB. */
final class TensorSizes implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.tensors().size(); index++) {
            Tensor tensor = subgraph.tensor(index);
            if (tensor.shape().stream().anyMatch(size -> size < 0) || isTooLarge(tensor)) {
                report.accept(GraphVerifier.describe(subgraph, index) + " has the invalid shape " + tensor.shape());
            }
        }
    }

    private static boolean isTooLarge(Tensor tensor) {
        long bytes = Math.max(1, tensor.type().bits() / Byte.SIZE);
        return tensor.elements() > Integer.MAX_VALUE / bytes;
    }
}
