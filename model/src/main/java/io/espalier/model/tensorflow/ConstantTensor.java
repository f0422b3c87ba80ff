// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * A tensor with its values.
 *
 * @param values all elements in order, little-endian; empty for strings
 * @param strings the elements of a tensor of strings; else empty
 */
public record ConstantTensor(DataType type, TensorShape shape, ByteBuffer values, List<AttrValue.Bytes> strings) {
    public ConstantTensor {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(shape, "shape");
        values = values.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        strings = List.copyOf(strings);
        if (type == DataType.STRING ? strings.size() != shape.elements() : !holds(type, shape, values)) {
            throw new IllegalArgumentException("a tensor of " + type + " and shape " + shape + " does not have "
                    + (type == DataType.STRING ? strings.size() + " strings" : values.remaining() + " bytes"));
        }
    }

    private static boolean holds(DataType type, TensorShape shape, ByteBuffer values) {
        return type.bytes() > 0 && values.remaining() == shape.elements() * type.bytes();
    }

    /** A tensor of numbers. */
    public static ConstantTensor of(DataType type, TensorShape shape, ByteBuffer values) {
        return new ConstantTensor(type, shape, values, List.of());
    }

    /** A tensor of strings. */
    public static ConstantTensor ofStrings(TensorShape shape, List<AttrValue.Bytes> strings) {
        return new ConstantTensor(DataType.STRING, shape, ByteBuffer.allocate(0), strings);
    }

    /** The values, from the first on, little-endian; a view that callers may move through. */
    @Override
    public ByteBuffer values() {
        return values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
