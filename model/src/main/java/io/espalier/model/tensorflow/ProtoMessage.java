// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private final CodedInputStream input;
    private final int depth;
    private int tag;

    private ProtoMessage(ByteBuffer bytes, int depth) {
        input = CodedInputStream.newInstance(bytes);
        input.enableAliasing(true);
        this.depth = depth;
    }

    /** The message that these bytes are. */
    public static ProtoMessage of(ByteBuffer bytes) {
        return new ProtoMessage(bytes, 0);
    }

    /** Goes to the next field; false at the end. */
    public boolean next() throws IOException {
        tag = input.readTag();
        return tag != 0;
    }

    /** The number of the field. */
    public int field() {
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Passes over the field. */
    public void skip() throws IOException {
        input.skipField(tag);
    }

    /** A message in the field. */
    public ProtoMessage message() throws IOException {
        if (depth == MOST_NESTED) {
            throw new InvalidProtocolBufferException("messages are nested more than " + MOST_NESTED + " deep");
        }
        return new ProtoMessage(bytes(), depth + 1);
    }

    /** The bytes of the field: a view, not a copy. */
    public ByteBuffer bytes() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return input.readByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Text in UTF-8. */
    public String text() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return input.readString();
    }

    /** A whole number, also one that is negative. */
    public long whole() throws IOException {
        expect(WireFormat.WIRETYPE_VARINT);
        return input.readInt64();
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
        expect(WireFormat.WIRETYPE_FIXED32);
        return input.readFixed32();
    }

    /** A float32 number. */
    public float real() throws IOException {
        return Float.intBitsToFloat(fixed32());
    }

    /** Whether the field holds bytes, as text, messages and packed numbers do. */
    boolean isBytes() {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** The whole numbers of a repeated field, packed or one by one. */
    public <C> void wholes(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireFormat.WIRETYPE_VARINT, CodedInputStream::readInt64, target, add);
    }

    /** The numbers of a repeated field of float32, as bits. */
    public <C> void reals(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireFormat.WIRETYPE_FIXED32, CodedInputStream::readFixed32, target, add);
    }

    /** The numbers of a repeated field of float64, as bits. */
    public <C> void doubles(C target, ObjLongConsumer<C> add) throws IOException {
        repeated(WireFormat.WIRETYPE_FIXED64, CodedInputStream::readFixed64, target, add);
    }

    private <C> void repeated(int single, Reading reading, C target, ObjLongConsumer<C> add) throws IOException {
        if (WireFormat.getTagWireType(tag) == single) {
            add.accept(target, reading.read(input));
            return;
        }
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int limit = input.pushLimit(input.readRawVarint32());
        while (input.getBytesUntilLimit() > 0) {
            add.accept(target, reading.read(input));
        }
        input.popLimit(limit);
    }

    private void expect(int wireType) throws InvalidProtocolBufferException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException("field " + field() + " is stored as kind "
                    + WireFormat.getTagWireType(tag) + " instead of " + wireType);
        }
    }

    @FunctionalInterface
    private interface Reading {
        long read(CodedInputStream input) throws IOException;
    }
}
