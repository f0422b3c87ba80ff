// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that never change: a string of TensorFlow, which need not be text, or a message. */
public final class ByteString {
    /** No bytes. */
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;

    /** Takes the array, which nobody may change from now on. */
    ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static ByteString copyFrom(byte[] bytes) {
        return new ByteString(bytes.clone());
    }

    /** A copy of what remains in the buffer, which stays as it is. */
    public static ByteString copyFrom(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return new ByteString(bytes);
    }

    /** Text in UTF-8. */
    public static ByteString copyFromUtf8(String text) {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are. */
    public int size() {
        return bytes.length;
    }

    /** A copy. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The text that the bytes are in UTF-8; what is none becomes U+FFFD. */
    public String toStringUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Adds the bytes to those. */
    void addTo(ByteArrayOutputStream others) {
        others.writeBytes(bytes);
    }

    /** Puts the bytes into the buffer. */
    public void copyTo(ByteBuffer buffer) {
        buffer.put(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString string && Arrays.equals(bytes, string.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "'" + toStringUtf8() + "'";
    }
}
