// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Graphs as pruning leaves them. */
final class Pruned {
    private Pruned() {}

    /**
     * The graph with zeros in the place of the weights of least magnitude.
     *
     * @param share of zeros in each constant of rank 2 or more
     * @param block neighbours that are zero together or not at all, where they divide the last dimension
     */
    static Graph byMagnitude(Graph graph, double share, int block) {
        Subgraph main = graph.main();
        List<Tensor> tensors = main.tensors().stream()
                .map(tensor -> isWeights(tensor) ? prune(tensor, share, block) : tensor)
                .toList();
        return graph.withMain(main.withTensors(tensors));
    }

    private static boolean isWeights(Tensor tensor) {
        boolean numbers = tensor.type() == TensorType.FLOAT32
                || tensor.type() == TensorType.FLOAT16
                || tensor.type() == TensorType.INT8;
        return numbers && !tensor.buffer().isEmpty() && tensor.shape().size() >= 2;
    }

    private static Tensor prune(Tensor tensor, double share, int wanted) {
        int last = tensor.shape().get(tensor.shape().size() - 1);
        int block = last % wanted == 0 ? wanted : 1;
        int width = tensor.type().bits() / Byte.SIZE * block;
        ByteBuffer bytes = ByteBuffer.wrap(tensor.buffer().toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] magnitudes = new double[bytes.capacity() / width];
        for (int i = 0; i < magnitudes.length; i++) {
            for (int place = 0; place < block; place++) {
                magnitudes[i] += magnitude(tensor.type(), bytes, i * block + place);
            }
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, magnitudes.length).boxed().toList());
        order.sort(Comparator.comparingDouble(i -> magnitudes[i]));
        for (int i : order.subList(0, (int) Math.round(share * magnitudes.length))) {
            Arrays.fill(bytes.array(), i * width, (i + 1) * width, (byte) 0);
        }
        return tensor.withBuffer(Buffer.ofBytes(bytes.array()));
    }

    private static double magnitude(TensorType type, ByteBuffer bytes, int place) {
        return switch (type) {
            case FLOAT32 -> Math.abs(bytes.getFloat(place * Float.BYTES));
            // the bits of a positive float16 grow with its value
            case FLOAT16 -> bytes.getShort(place * Short.BYTES) & 0x7FFF;
            default -> Math.abs(bytes.get(place));
        };
    }
}
