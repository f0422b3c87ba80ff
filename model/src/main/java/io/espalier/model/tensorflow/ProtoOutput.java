// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** A message that is being written, field after field, into memory. Fields that are as by default are left out, as protocol buffers do. */
public final class ProtoOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ProtoOutput() {}

    /** The bytes of a message. */
    public static ByteString message(Consumer<ProtoOutput> fields) {
        ProtoOutput message = new ProtoOutput();
        fields.accept(message);
        return new ByteString(message.bytes.toByteArray());
    }

    /** A message within this one; it is there even if it is empty. */
    public ProtoOutput message(int field, Consumer<ProtoOutput> fields) {
        return bytes(field, message(fields));
    }

    /** Bytes, also if there are none. */
    public ProtoOutput bytes(int field, ByteString value) {
        tag(field, WireType.BYTES);
        varint(value.size());
        value.addTo(bytes);
        return this;
    }

    /** Text in UTF-8. */
    public ProtoOutput text(int field, String value) {
        return value.isEmpty() ? this : bytes(field, ByteString.copyFromUtf8(value));
    }

    /** A whole number. */
    public ProtoOutput whole(int field, long value) {
        return value == 0 ? this : present(field, value);
    }

    /** A number of 32 bits in four bytes. */
    public ProtoOutput fixed32(int field, int value) {
        return value == 0 ? this : bits(field, value);
    }

    /** As {@link #whole}, but zero is there too: one of several kinds of value, or one of a list. */
    public ProtoOutput present(int field, long value) {
        tag(field, WireType.VARINT);
        varint(value);
        return this;
    }

    /** A float32 number, zero too. */
    public ProtoOutput present(int field, float value) {
        return bits(field, Float.floatToRawIntBits(value));
    }

    private ProtoOutput bits(int field, int value) {
        tag(field, WireType.FIXED32);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    private void tag(int field, int type) {
        varint(((long) field << WireType.BITS) | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & -0x80L) != 0) {
            bytes.write(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
