// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjLongConsumer;

/**
 * A message that is being read field after field:
 *
 * <pre>{@code
 * while (message.next()) {
 *     switch (message.field()) {
 *         case 1 -> name = message.text();
 *         default -> message.skip();
 *     }
 * }
 * }</pre>
 */
public final class ProtoMessage {
    // Deeper messages are damaged ones: attributes hold functions with attributes, but no model nests them so far.
    private static final int MOST_NESTED = 64;

    private final ByteBuffer input;
    private final int depth;
    private int tag;

    private ProtoMessage(ByteBuffer bytes, int depth) {
        input = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
    }

    /** The message that these bytes are. */
    public static ProtoMessage of(ByteBuffer bytes) {
        return new ProtoMessage(bytes, 0);
    }

    /** Goes to the next field; false at the end. */
    public boolean next() throws IOException {
        if (!input.hasRemaining()) {
            return false;
        }
        tag = (int) varint();
        if (field() == 0) {
            throw new DamagedMessage("a field has the number 0");
        }
        return true;
    }

    /** The number of the field. */
    public int field() {
        return tag >>> WireType.BITS;
    }

    /** Passes over the field. */
    public void skip() throws IOException {
        int open = 0;
        do {
            switch (WireType.of(tag)) {
                case WireType.VARINT -> varint();
                case WireType.FIXED64 -> take(Long.BYTES);
                case WireType.BYTES -> take(varint());
                case WireType.GROUP -> open++;
                case WireType.GROUP_END -> open--;
                case WireType.FIXED32 -> take(Integer.BYTES);
                default ->
                    throw new DamagedMessage(
                            "field " + field() + " is stored as kind " + WireType.of(tag) + ", which does not exist");
            }
        } while (open > 0 && next());
        if (open != 0) {
            throw new DamagedMessage("a group begins or ends alone");
        }
    }

    /** A message in the field. */
    public ProtoMessage message() throws IOException {
        if (depth == MOST_NESTED) {
            throw new DamagedMessage("messages are nested more than " + MOST_NESTED + " deep");
        }
        return new ProtoMessage(bytes(), depth + 1);
    }

    /** The bytes of the field: a view, not a copy. */
    public ByteBuffer bytes() throws IOException {
        expect(WireType.BYTES);
        return take(varint());
    }

    /** A copy of the bytes of the field. */
    public ByteString string() throws IOException {
        return ByteString.copyFrom(bytes());
    }

    /** Text in UTF-8. */
    public String text() throws IOException {
        ByteBuffer text = bytes();
        byte[] bytes = new byte[text.remaining()];
        text.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A whole number, also one that is negative. */
    public long whole() throws IOException {
        expect(WireType.VARINT);
        return varint();
    }

    /** As {@link #whole}, of 32 bits. */
    public int number() throws IOException {
        return (int) whole();
    }

    /** True or false. */
    public boolean flag() throws IOException {
        return whole() != 0;
    }

    /** A number of 32 bits in four bytes. */
    public int fixed32() throws IOException {
        expect(WireType.FIXED32);
        return take(Integer.BYTES).getInt();
    }

    /** A float32 number. */
    public float real() throws IOException {
        return Float.intBitsToFloat(fixed32());
    }

    /** Whether the field holds bytes, as text, messages and packed numbers do. */
    boolean isBytes() {
        return WireType.of(tag) == WireType.BYTES;
    }

    /** The whole numbers of a repeated field, packed or one by one. */
    public <C> void wholes(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireType.VARINT, ProtoMessage::varint, target, add);
    }

    /** The numbers of a repeated field of float32, as bits. */
    public <C> void reals(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireType.FIXED32, message -> message.take(Integer.BYTES).getInt(), target, add);
    }

    /** The numbers of a repeated field of float64, as bits. */
    public <C> void doubles(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireType.FIXED64, message -> message.take(Long.BYTES).getLong(), target, add);
    }

    private <C> void repeated(int single, Reading reading, C target, ObjLongConsumer<C> add) throws IOException {
        if (WireType.of(tag) == single) {
            add.accept(target, reading.read(this));
            return;
        }
        ProtoMessage packed = new ProtoMessage(bytes(), depth);
        while (packed.input.hasRemaining()) {
            add.accept(target, reading.read(packed));
        }
    }

    private long varint() throws DamagedMessage {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = take();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new DamagedMessage("a number has more than ten bytes");
    }

    private byte take() throws DamagedMessage {
        if (!input.hasRemaining()) {
            throw new DamagedMessage("a number is cut");
        }
        return input.get();
    }

    /** The next bytes, as a view. */
    private ByteBuffer take(long bytes) throws DamagedMessage {
        if (bytes < 0 || bytes > input.remaining()) {
            throw new DamagedMessage("a field should have " + bytes + " bytes, but " + input.remaining() + " are left");
        }
        int start = input.position();
        input.position(start + (int) bytes);
        return input.slice(start, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void expect(int wireType) throws DamagedMessage {
        if (WireType.of(tag) != wireType) {
            throw new DamagedMessage(
                    "field " + field() + " is stored as kind " + WireType.of(tag) + " instead of " + wireType);
        }
    }

    @FunctionalInterface
    private interface Reading {
        long read(ProtoMessage from) throws IOException;
    }
}
