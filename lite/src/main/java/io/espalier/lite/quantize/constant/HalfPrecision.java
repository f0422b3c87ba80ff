// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.base.internal.HalfFloat;
import io.espalier.lite.Buffer;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Constants in FLOAT32 as FLOAT16, rounded to the nearest, halves to even; and back. */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** The constant as FLOAT16. */
    static Tensor store(Tensor constant) {
        FloatBuffer values = constant.buffer().asFloats();
        short[] halves = new short[values.limit()];
        for (int place = 0; place < halves.length; place++) {
            halves[place] = HalfFloat.bits(values.get(place));
        }
        return constant.withType(TensorType.FLOAT16).withBuffer(Buffer.ofShorts(halves));
    }

    /** A constant in FLOAT16 as FLOAT32, the same numbers. */
    public static Tensor expand(Tensor constant) {
        ShortBuffer halves = constant.buffer().asShorts();
        float[] values = new float[halves.limit()];
        for (int place = 0; place < values.length; place++) {
            values[place] = HalfFloat.value(halves.get(place));
        }
        return constant.withType(TensorType.FLOAT32).withBuffer(Buffer.ofFloats(values));
    }
}
