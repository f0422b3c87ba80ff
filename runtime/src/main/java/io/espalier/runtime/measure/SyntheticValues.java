// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.lite.Longs;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.domain.Interval;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.guard.ElementReader;
import io.espalier.runtime.guard.InputGuard;
import io.espalier.runtime.guard.StringValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Bytes of a tensor that every kernel can take. */
final class SyntheticValues {
    /** The bits of 1 as a half, below which lie all from 0 on. */
    private static final int ONE_FLOAT16 = 0x3C00;

    private static final int ONE_BFLOAT16 = 0x3F80;

    private SyntheticValues() {}

    /**
     * Real numbers from 0 to 1, any quantized number, and 0 or 1 for plain whole ones, which are most often indices; within the bounds
     * where there are some.
     *
     * @return the tensor's bytes in native order; empty if it holds handles, or nothing is known that the bounds allow
     */
    static Optional<ByteBuffer> of(
            Tensor tensor, int elements, List<InputGuard.Bound> bounds, SplittableRandom random) {
        TensorType type = tensor.type();
        if (type == TensorType.RESOURCE || type == TensorType.VARIANT) {
            return Optional.empty();
        }
        if (type == TensorType.STRING) {
            return Optional.of(StringValues.empty(elements));
        }
        ByteBuffer values =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.nativeOrder());
        boolean quantized = !tensor.quantization().scales().isEmpty();
        for (int element = 0; values.hasRemaining(); element++) {
            if (bounds.isEmpty()) {
                put(type, quantized, values, random);
                continue;
            }
            OptionalLong value = within(bounds, element, random);
            if (value.isEmpty() || !put(type, value.getAsLong(), values)) {
                return Optional.empty();
            }
        }
        values.flip();
        return fits(type, values, elements, bounds) ? Optional.of(values) : Optional.empty();
    }

    private static void put(TensorType type, boolean quantized, ByteBuffer values, SplittableRandom random) {
        switch (type) {
            case FLOAT32 -> values.putFloat((float) random.nextDouble());
            case FLOAT64 -> values.putDouble(random.nextDouble());
            case FLOAT16 -> values.putShort((short) random.nextInt(ONE_FLOAT16));
            case BFLOAT16 -> values.putShort((short) random.nextInt(ONE_BFLOAT16));
            case COMPLEX64 -> values.putFloat((float) random.nextDouble()).putFloat((float) random.nextDouble());
            case COMPLEX128 -> values.putDouble(random.nextDouble()).putDouble(random.nextDouble());
            case INT8, UINT8 -> values.put((byte) (quantized ? random.nextInt() : random.nextInt(2)));
            case INT16, UINT16 -> values.putShort((short) (quantized ? random.nextInt() : random.nextInt(2)));
            case INT32, UINT32 -> values.putInt(quantized ? random.nextInt() : random.nextInt(2));
            case INT64, UINT64 -> values.putLong(random.nextInt(2));
            case BOOL -> values.put((byte) random.nextInt(2));
            // any bits are numbers
            case INT4, UINT4, INT2 -> values.put((byte) random.nextInt());
            case STRING, RESOURCE, VARIANT -> throw new IllegalStateException(type + " has no numbers");
        }
    }

    /** Whether the type has such a number. */
    private static boolean put(TensorType type, long value, ByteBuffer values) {
        switch (type) {
            case FLOAT32 -> values.putFloat((float) value);
            case FLOAT64 -> values.putDouble((double) value);
            case INT8, UINT8, BOOL -> values.put((byte) value);
            case INT16, UINT16 -> values.putShort((short) value);
            case INT32, UINT32 -> values.putInt((int) value);
            case INT64, UINT64 -> values.putLong(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    // the first that knows what is usual; else what all allow
    private static OptionalLong within(List<InputGuard.Bound> bounds, int element, SplittableRandom random) {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        for (InputGuard.Bound bound : bounds) {
            Optional<Longs> usual = bound.allowed().usual();
            if (usual.isPresent()) {
                return OptionalLong.of(usual.get().get(element % usual.get().size()));
            }
            Interval interval = bound.allowed().interval(element);
            least = Math.max(least, interval.least());
            most = Math.min(most, interval.most());
        }
        if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
            return OptionalLong.of(random.nextInt(2));
        }
        boolean bounded = least != Long.MIN_VALUE && most != Long.MAX_VALUE && least <= most;
        return bounded ? OptionalLong.of(random.nextLong(least, most + 1)) : OptionalLong.empty();
    }

    // what the type cannot hold, or what becomes of a number on its way, may be out of bounds
    private static boolean fits(TensorType type, ByteBuffer values, int elements, List<InputGuard.Bound> bounds) {
        return bounds.stream()
                .allMatch(bound -> ElementReader.of(type, values)
                        .map(numbers -> bound.limit()
                                .fault(bound.allowed(), elements, numbers)
                                .isEmpty())
                        .orElse(false));
    }
}
