// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** A message that is being written, field after field, into memory. Fields that are as by default are left out, as protocol buffers do. */
public final class ProtoOutput {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream output = CodedOutputStream.newInstance(bytes);

    private ProtoOutput() {}

    /** The bytes of a message. */
    public static ByteString message(Consumer<ProtoOutput> fields) {
        ProtoOutput message = new ProtoOutput();
        fields.accept(message);
        message.write(CodedOutputStream::flush);
        return message.bytes.toByteString();
    }

    /** A message within this one; it is there even if it is empty. */
    public ProtoOutput message(int field, Consumer<ProtoOutput> fields) {
        return bytes(field, message(fields));
    }

    /** Bytes, also if there are none. */
    public ProtoOutput bytes(int field, ByteString value) {
        return write(to -> to.writeBytes(field, value));
    }

    /** Text in UTF-8. */
    public ProtoOutput text(int field, String value) {
        return value.isEmpty() ? this : write(to -> to.writeString(field, value));
    }

    /** A whole number. */
    public ProtoOutput whole(int field, long value) {
        return value == 0 ? this : write(to -> to.writeInt64(field, value));
    }

    /** A number of 32 bits in four bytes. */
    public ProtoOutput fixed32(int field, int value) {
        return value == 0 ? this : write(to -> to.writeFixed32(field, value));
    }

    /** As {@link #whole}, but zero is there too: one of several kinds of value, or one of a list. */
    public ProtoOutput present(int field, long value) {
        return write(to -> to.writeInt64(field, value));
    }

    /** A float32 number, zero too. */
    public ProtoOutput present(int field, float value) {
        return write(to -> to.writeFloat(field, value));
    }

    private ProtoOutput write(Writing writing) {
        try {
            writing.write(output);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write(CodedOutputStream output) throws IOException;
    }
}
