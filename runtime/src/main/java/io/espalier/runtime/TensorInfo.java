// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * An input or output of a model.
 *
 * @param index its place among the inputs, or among the outputs
 * @param shape its dimensions now, the batch dimension included
 * @param shapeSignature its dimensions as the model declares them, -1 where any size will do; empty if not declared
 * @param quantization empty if the stored numbers are the real ones
 */
public record TensorInfo(
        int index,
        String name,
        TensorType type,
        List<Integer> shape,
        List<Integer> shapeSignature,
        Optional<Quantization> quantization) {
    public TensorInfo {
        shape = List.copyOf(shape);
        shapeSignature = List.copyOf(shapeSignature);
    }

    /** How many numbers it holds now. */
    public int elements() {
        int elements = 1;
        for (int dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }

    /**
     * The size of all its elements in bytes; 0 if they have no fixed size.
     *
     * @throws ArithmeticException if it is more than 2 GB
     */
    public int bytes() {
        return Math.toIntExact(type.bytes(elements()));
    }

    /** For people: name, type and shape. */
    @Override
    public String toString() {
        return "'" + name + "' (" + type + " " + shape + ")";
    }

    /** The real number of a stored integer: {@code scale * (stored - zeroPoint)}. */
    public record Quantization(float scale, int zeroPoint) {
        public Quantization {
            if (!(scale > 0) || Float.isInfinite(scale)) {
                throw new IllegalArgumentException("a scale must be a positive number, not " + scale);
            }
        }

        /** The real number of a stored integer. */
        public float dequantize(int stored) {
            return scale * (stored - zeroPoint);
        }

        /** The stored integer in {@code [min, max]} nearest to a real number; halves are rounded away from zero. */
        public int quantize(float real, int min, int max) {
            double steps = real / scale;
            double rounded = Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
            return (int) Math.max(min, Math.min(max, rounded + zeroPoint));
        }
    }
}
