// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * What a compressor wants to know of a constant.
 *
 * @param elements how many values it has
 * @param zeros how many of them represent zero
 * @param distinct how many different ones there are, over all channels
 */
public record WeightValues(long elements, long zeros, int distinct) {
    private static final int SIGN = 0x8000;

    /** Empty for what is no matrix of weights: activations, vectors, indices; and where values are elsewhere or damaged. */
    public static Optional<WeightValues> of(Tensor tensor) {
        return tensor.buffer().isEmpty() || tensor.shape().size() < 2
                ? Optional.empty()
                : dense(tensor).flatMap(WeightValues::ofDense);
    }

    // Who looks into a file wants to see the rest of it too when one tensor is damaged.
    private static Optional<Tensor> dense(Tensor tensor) {
        try {
            return Optional.of(SparseDecoder.decode(tensor))
                    .filter(whole -> whole.buffer().size() == whole.type().bytes(whole.elements()));
        } catch (InvalidGraphException e) {
            return Optional.empty();
        }
    }

    private static Optional<WeightValues> ofDense(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> Optional.of(ofFloats(tensor.buffer().asFloats()));
            case FLOAT16 -> Optional.of(ofHalves(tensor.buffer().asShorts()));
            case INT8, UINT8 -> Optional.of(ofBytes(tensor.buffer().asByteBuffer(), zero(tensor.quantization())));
            default -> Optional.empty();
        };
    }

    /** The share of zeros, from 0 to 1. */
    public double sparsity() {
        return (double) zeros / elements;
    }

    /** Of values that lie from the first to the limit. */
    public static WeightValues ofFloats(FloatBuffer values) {
        int[] bits = new int[values.limit()];
        int zeros = 0;
        for (int index = 0; index < bits.length; index++) {
            float value = values.get(index);
            zeros += value == 0 ? 1 : 0;
            // 0 and -0 are one value
            bits[index] = value == 0 ? 0 : Float.floatToIntBits(value);
        }
        Arrays.sort(bits);
        int distinct = 0;
        for (int index = 0; index < bits.length; index++) {
            distinct += index == 0 || bits[index] != bits[index - 1] ? 1 : 0;
        }
        return new WeightValues(bits.length, zeros, distinct);
    }

    private static WeightValues ofHalves(ShortBuffer values) {
        BitSet seen = new BitSet();
        int zeros = 0;
        for (int index = 0; index < values.limit(); index++) {
            int bits = Short.toUnsignedInt(values.get(index));
            int value = bits == SIGN ? 0 : bits;
            zeros += value == 0 ? 1 : 0;
            seen.set(value);
        }
        return new WeightValues(values.limit(), zeros, seen.cardinality());
    }

    private static WeightValues ofBytes(ByteBuffer values, int zero) {
        BitSet seen = new BitSet();
        int zeros = 0;
        for (int index = 0; index < values.limit(); index++) {
            int value = Byte.toUnsignedInt(values.get(index));
            zeros += value == zero ? 1 : 0;
            seen.set(value);
        }
        return new WeightValues(values.limit(), zeros, seen.cardinality());
    }

    // As it lies in the file: the low eight bits.
    private static int zero(Quantization quantization) {
        return quantization.zeroPoints().isEmpty()
                ? 0
                : (int) (quantization.zeroPoints().get(0) & 0xFF);
    }
}
