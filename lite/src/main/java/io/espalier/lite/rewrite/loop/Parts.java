// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which tensors of a subgraph are one part of a sequence: an output of an UNPACK, or a STRIDED_SLICE of (batch, steps x values). */
final class Parts {
    private static final int MATRIX = 2;

    private final Subgraph subgraph;
    private final Map<Integer, Operator> producers = new HashMap<>();

    Parts(Subgraph subgraph) {
        this.subgraph = subgraph;
        for (Operator operator : subgraph.operators()) {
            operator.outputs().stream().forEach(output -> producers.put(output, operator));
        }
    }

    /**
     * A part of (batch, values).
     *
     * @param source the sequence
     */
    record Part(int source, int index) {}

    Optional<Part> of(int tensor) {
        Operator producer = producers.get(tensor);
        if (producer == null || subgraph.tensor(tensor).shape().size() != MATRIX) {
            return Optional.empty();
        }
        if (producer.is(BuiltinOperator.UNPACK) && producer.options().integer("axis") == 1) {
            return Optional.of(new Part(
                    producer.inputs().get(0),
                    producer.outputs().stream().boxed().toList().indexOf(tensor)));
        }
        return producer.is(BuiltinOperator.STRIDED_SLICE) ? slice(producer, subgraph.tensor(tensor)) : Optional.empty();
    }

    /** How many parts the sequence has. */
    static int count(Tensor sequence, Tensor part) {
        return sequence.shape().size() == MATRIX
                ? sequence.shape().get(1) / part.shape().get(1)
                : sequence.shape().get(1);
    }

    private Optional<Part> slice(Operator slice, Tensor part) {
        Tensor source = subgraph.tensor(slice.inputs().get(0));
        int width = part.shape().get(1);
        boolean isPlain = source.shape().size() == MATRIX
                && slice.options().integer("shrink_axis_mask") == 0
                && slice.options().integer("new_axis_mask") == 0
                && slice.options().integer("ellipsis_mask") == 0
                && source.dynamicShape().get(0) == part.dynamicShape().get(0)
                && slice.inputs().stream().skip(1).allMatch(bound -> isPair(subgraph.tensor(bound)));
        if (!isPlain || width == 0 || source.shape().get(1) % width != 0) {
            return Optional.empty();
        }
        Ints masks =
                Ints.of(slice.options().integer("begin_mask"), slice.options().integer("end_mask"));
        IntBuffer begin = subgraph.tensor(slice.inputs().get(1)).buffer().asInts();
        IntBuffer end = subgraph.tensor(slice.inputs().get(2)).buffer().asInts();
        IntBuffer stride = subgraph.tensor(slice.inputs().get(3)).buffer().asInts();
        int from = (masks.get(0) & 2) == 0 ? begin.get(1) : 0;
        int to = (masks.get(1) & 2) == 0 ? end.get(1) : source.shape().get(1);
        boolean isPart = stride.get(1) == 1 && from >= 0 && from % width == 0 && to - from == width;
        return isPart ? Optional.of(new Part(slice.inputs().get(0), from / width)) : Optional.empty();
    }

    private static boolean isPair(Tensor bound) {
        return bound.isConstant() && bound.externalBuffer() == 0 && bound.elements() == MATRIX;
    }
}
