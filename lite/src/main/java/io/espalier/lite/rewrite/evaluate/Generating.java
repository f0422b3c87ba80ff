// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that make values out of little: constants of one value, sequences, other types. */
final class Generating {
    private static final Set<TensorType> INTEGERS = EnumSet.of(TensorType.INT32, TensorType.INT64);

    private Generating() {}

    /** Computes operators of a kind; null for kinds that are not of this family. */
    static @Nullable Evaluator of(BuiltinOperator kind) {
        return switch (kind) {
            case FILL -> Evaluator.ofOne(Generating::fill);
            case ZEROS_LIKE -> Evaluator.ofOne(Generating::zeros);
            case RANGE -> Evaluator.ofOne(Generating::range);
            case CAST -> Evaluator.ofOne(Generating::cast);
            default -> null;
        };
    }

    private static Optional<Buffer> fill(Invocation invocation) {
        Tensor output = invocation.output();
        Tensor value = invocation.input(1);
        boolean same = value.type() == output.type() && value.elements() == 1;
        return invocation
                .parameter(0)
                .filter(shape -> same && shape.equals(output.shape()))
                .map(shape -> Buffer.view(ByteBuffer.wrap(Elements.repeat(value, (int) output.elements()))));
    }

    private static Optional<Buffer> zeros(Invocation invocation) {
        Tensor output = invocation.output();
        return output.type() == invocation.type()
                ? Optional.of(Buffer.ofBytes(new byte[(int) output.type().bytes(output.elements())]))
                : Optional.empty();
    }

    private static Optional<Buffer> range(Invocation invocation) {
        TensorType type = invocation.output().type();
        int count = (int) invocation.output().elements();
        if (!invocation.inputs().stream().allMatch(input -> input.type() == type && input.elements() == 1)) {
            return Optional.empty();
        }
        if (type == TensorType.FLOAT32) {
            float start = invocation.input(0).buffer().asFloats().get(0);
            float limit = invocation.input(1).buffer().asFloats().get(0);
            float step = invocation.input(2).buffer().asFloats().get(0);
            boolean fits = count == Math.ceil(Math.abs((limit - start) / step));
            return fits ? floats(start, step, count) : Optional.empty();
        }
        if (!INTEGERS.contains(type)) {
            return Optional.empty();
        }
        long start = Numbers.integers(invocation.input(0))[0];
        long limit = Numbers.integers(invocation.input(1))[0];
        long step = Numbers.integers(invocation.input(2))[0];
        boolean fits = step != 0 && count == -Math.floorDiv(start - limit, step);
        return fits ? integers(type, start, step, count) : Optional.empty();
    }

    // The kernel adds, and so the rounding of one value goes on to the next.
    private static Optional<Buffer> floats(float start, float step, int count) {
        float[] values = new float[count];
        float value = start;
        for (int i = 0; i < count; i++) {
            values[i] = value;
            value += step;
        }
        return FloatArithmetic.finite(values);
    }

    private static Optional<Buffer> integers(TensorType type, long start, long step, int count) {
        return Numbers.store(
                type,
                LongStream.range(0, count).map(index -> start + index * step).toArray());
    }

    private static Optional<Buffer> cast(Invocation invocation) {
        TensorType from = invocation.type();
        TensorType to = invocation.output().type();
        if (from == TensorType.FLOAT32 && INTEGERS.contains(to)) {
            return truncated(invocation.input(0).buffer().asFloats(), to);
        }
        if (from != TensorType.BOOL && !INTEGERS.contains(from)) {
            return Optional.empty();
        }
        long[] values = Numbers.integers(invocation.input(0));
        return to == TensorType.FLOAT32 ? floats(values) : Numbers.store(to, values);
    }

    private static Optional<Buffer> floats(long... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return Optional.of(Buffer.ofFloats(floats));
    }

    // What does not fit is undefined.
    private static Optional<Buffer> truncated(FloatBuffer floats, TensorType to) {
        double limit = to == TensorType.INT32 ? 0x1p31 : 0x1p63;
        long[] values = new long[floats.limit()];
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(floats.get(i)) < limit)) {
                return Optional.empty();
            }
            values[i] = (long) floats.get(i);
        }
        return Numbers.store(to, values);
    }
}
