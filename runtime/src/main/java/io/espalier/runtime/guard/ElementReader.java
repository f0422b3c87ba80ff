// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Reads elements of a tensor's bytes as the numbers that they are stored as. */
public final class ElementReader {
    private ElementReader() {}

    /**
     * @param values in native order, from the position on, which does not move
     * @return the number of an element; empty for types whose elements are no single numbers of whole bytes
     */
    public static Optional<IntToDoubleFunction> of(TensorType type, ByteBuffer values) {
        ByteBuffer bytes = values.slice().order(ByteOrder.nativeOrder());
        return switch (type) {
            case FLOAT32 -> Optional.of(i -> bytes.getFloat(i * Float.BYTES));
            case FLOAT64 -> Optional.of(i -> bytes.getDouble(i * Double.BYTES));
            case INT8 -> Optional.of(bytes::get);
            case UINT8, BOOL -> Optional.of(i -> Byte.toUnsignedInt(bytes.get(i)));
            case INT16 -> Optional.of(i -> bytes.getShort(i * Short.BYTES));
            case UINT16 -> Optional.of(i -> Short.toUnsignedInt(bytes.getShort(i * Short.BYTES)));
            case INT32 -> Optional.of(i -> bytes.getInt(i * Integer.BYTES));
            case UINT32 -> Optional.of(i -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES)));
            case INT64, UINT64 -> Optional.of(i -> bytes.getLong(i * Long.BYTES));
            default -> Optional.empty();
        };
    }
}
