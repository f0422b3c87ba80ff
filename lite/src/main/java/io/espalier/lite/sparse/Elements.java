// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.BitSet;

/** The elements of a dense constant of a type that can be stored sparse. */
final class Elements {
    private static final int FLOAT16_MAGNITUDE = 0x7FFF;

    private Elements() {}

    /** Whether elements of the type can be stored sparse: the runtime's DENSIFY takes no others. */
    static boolean areSupported(TensorType type) {
        return type == TensorType.FLOAT32 || type == TensorType.FLOAT16 || type == TensorType.INT8;
    }

    /** Bytes of one element. */
    static int width(Tensor tensor) {
        return tensor.type().bits() / Byte.SIZE;
    }

    /** Which elements are not zero. */
    static BitSet nonZero(Tensor tensor) {
        if (!areSupported(tensor.type())
                || tensor.sparsity().isPresent()
                || tensor.buffer().size() != tensor.type().bytes(tensor.elements())) {
            throw new InvalidGraphException("Tensor '" + tensor.name() + "' of type " + tensor.type()
                    + " is not a dense constant of FLOAT32, FLOAT16 or INT8, so it cannot be stored sparse");
        }
        return switch (tensor.type()) {
            case FLOAT32 -> nonZero(tensor.buffer().asFloats());
            case FLOAT16 -> nonZero(tensor.buffer().asShorts());
            default -> nonZero(tensor.buffer().asByteBuffer());
        };
    }

    private static BitSet nonZero(FloatBuffer values) {
        BitSet nonZero = new BitSet(values.limit());
        for (int place = 0; place < values.limit(); place++) {
            nonZero.set(place, values.get(place) != 0);
        }
        return nonZero;
    }

    private static BitSet nonZero(ShortBuffer halves) {
        BitSet nonZero = new BitSet(halves.limit());
        for (int place = 0; place < halves.limit(); place++) {
            nonZero.set(place, (halves.get(place) & FLOAT16_MAGNITUDE) != 0);
        }
        return nonZero;
    }

    private static BitSet nonZero(ByteBuffer values) {
        BitSet nonZero = new BitSet(values.limit());
        for (int place = 0; place < values.limit(); place++) {
            nonZero.set(place, values.get(place) != 0);
        }
        return nonZero;
    }
}
