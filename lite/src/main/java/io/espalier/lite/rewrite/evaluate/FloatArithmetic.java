// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Arithmetic on float constants. A result that is not a number, or too large for one, is no result: kernels differ there.
 */
public final class FloatArithmetic {
    /** From one number another. */
    @FunctionalInterface
    public interface Unary {
        float apply(float x);
    }

    /** From two numbers a third. */
    @FunctionalInterface
    public interface Binary {
        float apply(float x, float y);
    }

    private FloatArithmetic() {}

    /** The constant with a function applied to each value. */
    public static Optional<Tensor> map(Tensor constant, Unary function) {
        FloatBuffer values = constant.buffer().asFloats();
        float[] results = new float[values.limit()];
        for (int i = 0; i < results.length; i++) {
            results[i] = function.apply(values.get(i));
        }
        return finite(results).map(constant::withBuffer);
    }

    /** A constant from two, the smaller of which is broadcast; empty where the result would have more values than either. */
    public static Optional<Tensor> combine(Tensor one, Tensor other, Binary function) {
        return StridedView.broadcastShape(one.shape(), other.shape())
                .filter(shape -> StridedView.of(shape).elements() == Math.max(one.elements(), other.elements()))
                .flatMap(shape -> combine(one, other, shape, function)
                        .map(values -> one.withDynamicShape(shape).withBuffer(values)));
    }

    /** The values of the given shape that two constants, broadcast to it, make. */
    static Optional<Buffer> combine(Tensor one, Tensor other, Ints shape, Binary function) {
        return StridedView.broadcast(one.shape(), shape)
                .flatMap(left -> StridedView.broadcast(other.shape(), shape).flatMap(right -> {
                    float[] results = new float[left.elements()];
                    FloatBuffer lefts = one.buffer().asFloats();
                    FloatBuffer rights = other.buffer().asFloats();
                    left.forEach((element, place) -> results[element] = lefts.get(place));
                    right.forEach(
                            (element, place) -> results[element] = function.apply(results[element], rights.get(place)));
                    return finite(results);
                }));
    }

    static Optional<Buffer> finite(float... results) {
        for (float result : results) {
            if (!Float.isFinite(result)) {
                return Optional.empty();
            }
        }
        return Optional.of(Buffer.ofFloats(results));
    }
}
