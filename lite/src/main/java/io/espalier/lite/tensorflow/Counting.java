// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.function.Supplier;

/**
 * What graphs compute of shapes: lists of a few whole numbers, of which some, such as the batch, are known only when the graph runs. A list that
 * is known as a whole becomes a constant.
 */
final class Counting {
    private static final int MOST_ELEMENTS = 64;

    private Counting() {}

    /** Whether values of this type may be sizes or indices. */
    static boolean counts(DataType type) {
        return type == DataType.INT32 || type == DataType.INT64;
    }

    /**
     * A constant, if all elements are known; otherwise what computes them.
     *
     * @param elements of the output; empty if nothing is known of them
     */
    static Value value(NodeCall call, Value shaped, Optional<Longs> elements, Supplier<Value.Computed> otherwise) {
        return value(call, shaped.type(), shaped.shape(), elements, otherwise);
    }

    static Value value(
            NodeCall call, DataType type, Ints shape, Optional<Longs> elements, Supplier<Value.Computed> otherwise) {
        Optional<Longs> counted = elements.filter(list -> counts(type) && list.size() <= MOST_ELEMENTS);
        boolean isKnown = counted.isPresent() && counted.get().stream().noneMatch(element -> element == Value.OPEN);
        if (isKnown && !shape.contains(Dims.OPEN)) {
            return constant(call.name(), type, shape, counted.get());
        }
        return otherwise.get().withElements(counted);
    }

    static Value.Known constant(String name, DataType type, Ints shape, Longs elements) {
        ByteBuffer bytes = ByteBuffer.allocate(type.bytes() * elements.size()).order(ByteOrder.LITTLE_ENDIAN);
        elements.stream().forEach(element -> {
            if (type == DataType.INT64) {
                bytes.putLong(element);
            } else {
                bytes.putInt((int) element);
            }
        });
        TensorShape tensorShape = TensorShape.of(shape.stream().asLongStream().toArray());
        return new Value.Known(name, ConstantTensor.of(type, tensorShape, bytes.flip()));
    }

    /** The elements of a combination of two lists; a list of one goes with each element of the other. */
    static Optional<Longs> combined(NodeCall call, LongBinaryOperator function) {
        if (!counts(call.type(0))) {
            return Optional.empty();
        }
        Optional<Longs> left = call.elements(0);
        Optional<Longs> right = call.elements(1);
        if (left.isEmpty()
                || right.isEmpty()
                || left.get().isEmpty()
                || right.get().isEmpty()) {
            return Optional.empty();
        }
        int size = Math.max(left.get().size(), right.get().size());
        if ((left.get().size() != size && left.get().size() != 1)
                || (right.get().size() != size && right.get().size() != 1)) {
            return Optional.empty();
        }
        long[] combined = new long[size];
        for (int i = 0; i < size; i++) {
            long one = left.get().get(left.get().size() == 1 ? 0 : i);
            long other = right.get().get(right.get().size() == 1 ? 0 : i);
            combined[i] = one == Value.OPEN || other == Value.OPEN ? Value.OPEN : function.applyAsLong(one, other);
        }
        return Optional.of(Longs.of(combined));
    }
}
