// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Turns the stored features of a data set into the real numbers that its scaling says. */
public final class StoredFeatures {
    private static final int BYTE_VALUES = 256;

    private final ElementType type;
    private final Scaling scaling;
    private final float[] scaledBytes = new float[BYTE_VALUES];
    private byte[] bytes = new byte[0];

    public StoredFeatures(ElementType type, Scaling scaling) {
        this.type = type;
        this.scaling = scaling;
        for (int i = 0; i < BYTE_VALUES; i++) {
            scaledBytes[i] = scaling.apply(i);
        }
    }

    /** Reads {@code count} numbers from the buffer's position on, in native order. */
    public void read(ByteBuffer stored, int count, float[] numbers) {
        switch (type) {
            case UINT8 -> readBytes(stored, count, numbers);
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = scaling.apply(stored.getInt());
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = scaling.apply((float) stored.getLong());
                }
            }
            case FLOAT32 -> {
                FloatBuffer floats = stored.asFloatBuffer();
                floats.get(numbers, 0, count);
                for (int i = 0; i < count; i++) {
                    numbers[i] = scaling.apply(numbers[i]);
                }
            }
        }
    }

    private void readBytes(ByteBuffer stored, int count, float[] numbers) {
        if (bytes.length < count) {
            bytes = new byte[count];
        }
        stored.get(bytes, 0, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = scaledBytes[bytes[i] & 0xFF];
        }
    }
}
