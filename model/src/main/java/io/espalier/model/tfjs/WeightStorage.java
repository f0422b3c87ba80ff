// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.tensor.ModelException;
import java.util.Locale;
import java.util.Objects;

/**
 * How the weights of a TensorFlow.js model are stored.
 *
 * @param type of the stored numbers; TensorFlow.js computes with float32 in any case
 * @param shardBytes the most bytes in one file
 */
public record WeightStorage(Type type, int shardBytes) {
    /** As TensorFlow's own converter cuts them. */
    public static final int DEFAULT_SHARD_BYTES = 4 << 20;

    /** As they are, in files of 4 MB. */
    public static final WeightStorage FLOAT32 = of(Type.FLOAT32);

    /** The type of stored numbers. */
    public enum Type {
        FLOAT32(4, 0),
        /** The nearest number of 16 bits. */
        FLOAT16(2, 0),
        /** {@code value * scale + min}, with one scale for each weight. */
        UINT8(1, 255),
        /** As {@link #UINT8}, with 16 bits. */
        UINT16(2, 65_535);

        private final int bytes;
        private final int largest;

        Type(int bytes, int largest) {
            this.bytes = bytes;
            this.largest = largest;
        }

        /** The name in a manifest, such as {@code uint8}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How many bytes a number takes. */
        public int bytes() {
            return bytes;
        }

        /** The largest whole number; 0 if numbers are floats. */
        int largest() {
            return largest;
        }

        boolean isInteger() {
            return largest > 0;
        }
    }

    public WeightStorage {
        Objects.requireNonNull(type, "type");
        if (shardBytes < 1) {
            throw new ModelException("a file of weights holds at least 1 byte, not " + shardBytes);
        }
    }

    /** In files of 4 MB. */
    public static WeightStorage of(Type type) {
        return new WeightStorage(type, DEFAULT_SHARD_BYTES);
    }

    /** A copy with at most this number of bytes in one file. */
    public WeightStorage withShardBytes(int most) {
        return new WeightStorage(type, most);
    }
}
