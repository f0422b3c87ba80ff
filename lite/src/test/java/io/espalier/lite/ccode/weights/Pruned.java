// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Networks with zeros. */
final class Pruned {
    private Pruned() {}

    /** Four of five weights become zero, and the others one of sixteen values. */
    static Graph fourOfFive(Graph graph) {
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.isConstant() && tensor.type() == TensorType.INT8
                        ? tensor.withBuffer(
                                Buffer.ofBytes(pruned(tensor.buffer().toBytes())))
                        : tensor)
                .toList();
        return graph.withMain(graph.main().withTensors(tensors));
    }

    private static byte[] pruned(byte[] values) {
        byte[] pruned = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            boolean stays = index * 7919 % 5 == 0;
            pruned[index] = (byte) (stays ? values[index] & 0xf0 : 0);
        }
        return pruned;
    }
}
