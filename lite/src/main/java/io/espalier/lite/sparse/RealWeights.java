// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.base.internal.HalfFloat;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** The real numbers that a constant of a .tflite file stands for. */
public final class RealWeights {
    private RealWeights() {}

    /** @param tensor one of which {@link WeightValues} knows the values: float32, float16, or integers of eight bits */
    public static FloatBuffer of(Tensor tensor) {
        Tensor dense = SparseDecoder.decode(tensor);
        return switch (dense.type()) {
            case FLOAT32 -> dense.buffer().asFloats();
            case FLOAT16 -> halves(dense.buffer().asShorts());
            case INT8 -> integers(dense, 0x80);
            case UINT8 -> integers(dense, 0);
            default -> throw new IllegalArgumentException(dense.name() + " has type " + dense.type());
        };
    }

    private static FloatBuffer halves(ShortBuffer halves) {
        float[] values = new float[halves.limit()];
        for (int place = 0; place < values.length; place++) {
            values[place] = HalfFloat.value(halves.get(place));
        }
        return FloatBuffer.wrap(values);
    }

    /** @param sign the bit that makes a byte negative; 0 if none does */
    private static FloatBuffer integers(Tensor dense, int sign) {
        Quantization quantization = dense.quantization();
        int scales = Math.max(1, quantization.scales().size());
        int stride = scales == 1 ? 1 : dense.stride(quantization.quantizedDimension());
        ByteBuffer bytes = dense.buffer().asByteBuffer();
        float[] values = new float[bytes.limit()];
        for (int place = 0; place < values.length; place++) {
            int channel = scales == 1 ? 0 : place / stride % scales;
            int unsigned = Byte.toUnsignedInt(bytes.get(place));
            int number = (unsigned ^ sign) - sign;
            float scale =
                    quantization.scales().isEmpty() ? 1 : quantization.scales().get(channel);
            long zero = quantization.zeroPoints().isEmpty()
                    ? 0
                    : quantization
                            .zeroPoints()
                            .get(Math.min(channel, quantization.zeroPoints().size() - 1));
            values[place] = (number - zero) * scale;
        }
        return FloatBuffer.wrap(values);
    }
}
