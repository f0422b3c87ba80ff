// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** The share of a graph's weights that are zero. Weights are its float32, float16 and int8 constants; shapes and axes are not. */
public record WeightSparsity(long zeros, long elements) {
    /** The share, from 0 to 1; 0 for a graph without weights. */
    public static double of(Graph graph) {
        WeightSparsity total = new WeightSparsity(0, 0);
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Tensor tensor : subgraph.tensors()) {
                total = total.merge(count(tensor));
            }
        }
        return total.elements == 0 ? 0 : (double) total.zeros / total.elements;
    }

    private WeightSparsity merge(WeightSparsity other) {
        return new WeightSparsity(zeros + other.zeros, elements + other.elements);
    }

    private static WeightSparsity count(Tensor tensor) {
        if (!tensor.isConstant()) {
            return new WeightSparsity(0, 0);
        }
        return switch (tensor.type()) {
            case FLOAT32 -> floats(tensor.buffer().asFloats());
            case FLOAT16 -> halves(tensor.buffer().asShorts());
            case INT8 -> bytes(tensor.buffer().asByteBuffer());
            default -> new WeightSparsity(0, 0);
        };
    }

    private static WeightSparsity floats(FloatBuffer values) {
        long zeros = 0;
        for (int i = 0; i < values.limit(); i++) {
            zeros += values.get(i) == 0 ? 1 : 0;
        }
        return new WeightSparsity(zeros, values.limit());
    }

    private static WeightSparsity halves(ShortBuffer values) {
        long zeros = 0;
        for (int i = 0; i < values.limit(); i++) {
            zeros += (values.get(i) & 0x7FFF) == 0 ? 1 : 0;
        }
        return new WeightSparsity(zeros, values.limit());
    }

    private static WeightSparsity bytes(ByteBuffer values) {
        long zeros = 0;
        for (int i = 0; i < values.limit(); i++) {
            zeros += values.get(i) == 0 ? 1 : 0;
        }
        return new WeightSparsity(zeros, values.limit());
    }
}
