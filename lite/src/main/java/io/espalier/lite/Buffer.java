// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.HexFormat;

/**
 * Immutable bytes in little-endian order, possibly a view on a mapped file; equal when the bytes are.
 *
 * <p>{@link #EMPTY} says that there are no data: the tensor gets its values when the model runs. A buffer without bytes means the
 * same, as it does to the TFLite runtime.
 */
public final class Buffer {

    /** No bytes. */
    public static final Buffer EMPTY = new Buffer(ByteBuffer.allocate(0));

    private static final int HASHED_PLACES = 64;

    private final ByteBuffer bytes;

    private Buffer(ByteBuffer bytes) {
        this.bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A view on the remaining bytes, which are not copied: the caller must not change them afterwards. */
    public static Buffer view(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Buffer(bytes.slice()) : EMPTY;
    }

    /** These bytes, copied. */
    public static Buffer ofBytes(byte... bytes) {
        return view(ByteBuffer.wrap(bytes.clone()));
    }

    /** These float32 values, little-endian. */
    public static Buffer ofFloats(float... values) {
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return view(bytes);
    }

    /** These int32 values, little-endian. */
    public static Buffer ofInts(int... values) {
        ByteBuffer bytes = allocate(values.length, Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return view(bytes);
    }

    /** These int64 values, little-endian. */
    public static Buffer ofLongs(long... values) {
        ByteBuffer bytes = allocate(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return view(bytes);
    }

    /** Sixteen-bit values: integers, or the bits of half-precision floats. */
    public static Buffer ofShorts(short... values) {
        ByteBuffer bytes = allocate(values.length, Short.BYTES);
        bytes.asShortBuffer().put(values);
        return view(bytes);
    }

    private static ByteBuffer allocate(int count, int width) {
        return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of bytes. */
    public int size() {
        return bytes.limit();
    }

    /** Whether there are no bytes. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** One byte. */
    public byte get(int index) {
        return bytes.get(index);
    }

    /** A read-only, little-endian view on all bytes with a position of its own. */
    public ByteBuffer asByteBuffer() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A read-only view on the bytes as float32 values.
     *
     * @throws InvalidGraphException if the number of bytes is not a multiple of 4
     */
    public FloatBuffer asFloats() {
        return whole(Float.BYTES).asFloatBuffer();
    }

    /**
     * A read-only view on the bytes as int32 values.
     *
     * @throws InvalidGraphException if the number of bytes is not a multiple of 4
     */
    public IntBuffer asInts() {
        return whole(Integer.BYTES).asIntBuffer();
    }

    /**
     * A read-only view on the bytes as int64 values.
     *
     * @throws InvalidGraphException if the number of bytes is not a multiple of 8
     */
    public LongBuffer asLongs() {
        return whole(Long.BYTES).asLongBuffer();
    }

    /**
     * A read-only view on the bytes as int16 values.
     *
     * @throws InvalidGraphException if the number of bytes is not a multiple of 2
     */
    public ShortBuffer asShorts() {
        return whole(Short.BYTES).asShortBuffer();
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        byte[] copy = new byte[size()];
        bytes.get(0, copy);
        return copy;
    }

    private ByteBuffer whole(int width) {
        if (size() % width != 0) {
            throw new InvalidGraphException("A buffer of " + size() + " bytes cannot be split into elements of " + width
                    + " bytes: read it with the type of its tensor");
        }
        return asByteBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Buffer that && bytes.equals(that.bytes));
    }

    /** Reads some places only, so that weights of any size are found among others at once. */
    @Override
    public int hashCode() {
        int hash = size();
        int step = Math.max(1, size() / HASHED_PLACES);
        for (int index = 0; index < size(); index += step) {
            hash = 31 * hash + bytes.get(index);
        }
        return hash;
    }

    @Override
    public String toString() {
        int shown = Math.min(size(), 8);
        byte[] start = new byte[shown];
        bytes.get(0, start);
        return size() + " bytes [" + HexFormat.ofDelimiter(" ").formatHex(start) + (size() > shown ? " ..." : "") + "]";
    }
}
