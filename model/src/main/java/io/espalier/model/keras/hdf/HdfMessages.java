// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of an HDF5 object header, of version 2, that is about to be written.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification, IV</a>
 */
final class HdfMessages {
    /** The address of what is not there. */
    static final long UNDEFINED = -1;

    private static final int HEADER_BYTES = 4;
    private static final int MAX_MESSAGE_BYTES = 0xffff;

    private static final int DATASPACE = 0x01;
    private static final int LINK_INFO = 0x02;
    private static final int DATATYPE = 0x03;
    private static final int FILL_VALUE = 0x05;
    private static final int LINK = 0x06;
    private static final int LAYOUT = 0x08;
    private static final int GROUP_INFO = 0x0a;
    private static final int ATTRIBUTE = 0x0c;
    private static final int ATTRIBUTE_INFO = 0x15;

    private static final byte ASCII = 0;
    private static final byte UTF_8 = 1;

    private static final byte[] SCALAR = {2, 0, 0, 0};

    /** IEEE 754, little-endian: sign 31, exponent 23 to 30 with bias 127, mantissa 0 to 22 with an implied leading 1. */
    private static final byte[] FLOAT32 = {0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0};

    private static final byte[] UNSIGNED_BYTE = {0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0};

    private ByteBuffer messages = buffer(512);

    /** What each group starts with: its links follow in the same header, not in a heap of their own. */
    HdfMessages group() {
        begin(LINK_INFO, 18).putShort((short) 0).putLong(UNDEFINED).putLong(UNDEFINED);
        begin(GROUP_INFO, 2).putShort((short) 0);
        return attributeInfo();
    }

    /** A hard link to an object header. */
    HdfMessages link(String name, long address) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        // Flags: the name's length takes two bytes, and its character set is given.
        begin(LINK, 13L + text.length)
                .put((byte) 1)
                .put((byte) 0x11)
                .put(UTF_8)
                .putShort((short) text.length)
                .put(text)
                .putLong(address);
        return this;
    }

    /** What makes a float32 data set of contiguous values. */
    HdfMessages float32Dataset(Shape shape, long address) {
        byte[] space = dataspace(shape.toArray());
        begin(DATASPACE, space.length).put(space);
        begin(DATATYPE, FLOAT32.length).put(FLOAT32);
        // Allocated late, filled if a fill value is set; none is.
        begin(FILL_VALUE, 2).put((byte) 3).put((byte) 0x0a);
        begin(LAYOUT, 18).put((byte) 3).put((byte) 1).putLong(address).putLong((long) Float.BYTES * shape.elements());
        return attributeInfo();
    }

    /** Says that attributes follow in the same header. Without it h5repack of HDF5 1.10 leaves them out. */
    private HdfMessages attributeInfo() {
        begin(ATTRIBUTE_INFO, 18).putShort((short) 0).putLong(UNDEFINED).putLong(UNDEFINED);
        return this;
    }

    /**
     * A text of any length, which lies in a global heap.
     *
     * @param bytes how many it has there
     */
    HdfMessages text(String name, String text, int bytes, long heapAddress, int heapIndex) {
        ByteBuffer value = buffer(16).putInt(bytes).putLong(heapAddress).putInt(heapIndex);
        // A sequence of unsigned bytes that is text: class and version, kind, character set.
        ByteBuffer type = buffer(20)
                .put((byte) 0x19)
                .put((byte) 1)
                .put(characterSet(text))
                .put((byte) 0)
                .putInt(16)
                .put(UNSIGNED_BYTE);
        return attribute(name, written(type), SCALAR, written(value));
    }

    /** An array of texts, each padded to the longest. */
    HdfMessages texts(String name, List<String> texts) {
        List<byte[]> encoded = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int width = encoded.stream().mapToInt(text -> text.length).max().orElse(1);
        ByteBuffer type = buffer(8)
                .put((byte) 0x13)
                .put((byte) (1 | characterSet(String.join("", texts)) << 4))
                .putShort((short) 0)
                .putInt(width);
        ByteBuffer values = buffer(Math.multiplyExact(width, texts.size()));
        encoded.forEach(text -> values.put(Arrays.copyOf(text, width)));
        return attribute(name, written(type), dataspace(texts.size()), written(values));
    }

    private HdfMessages attribute(String name, byte[] type, byte[] space, byte[] value) {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_8);
        begin(ATTRIBUTE, 9L + text.length + type.length + space.length + value.length)
                .put((byte) 3)
                .put((byte) 0)
                .putShort((short) text.length)
                .putShort((short) type.length)
                .putShort((short) space.length)
                .put(UTF_8)
                .put(text)
                .put(type)
                .put(space)
                .put(value);
        return this;
    }

    byte[] toByteArray() {
        return written(messages);
    }

    // Keras up to 2.4 decodes what h5py gives it as bytes, and those are ASCII only.
    private static byte characterSet(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text) ? ASCII : UTF_8;
    }

    private ByteBuffer begin(int type, long bytes) {
        if (bytes > MAX_MESSAGE_BYTES) {
            throw new ModelException("the names of the model's layers need " + bytes + " bytes, more than the "
                    + MAX_MESSAGE_BYTES + " that an .h5 file can list; use fewer layers or shorter names");
        }
        int needed = HEADER_BYTES + (int) bytes;
        if (messages.remaining() < needed) {
            messages = buffer(2 * (messages.capacity() + needed)).put(toByteArray());
        }
        return messages.put((byte) type).putShort((short) bytes).put((byte) 0);
    }

    private static byte[] dataspace(int... dimensions) {
        ByteBuffer space = buffer(4 + Long.BYTES * dimensions.length);
        space.put((byte) 2).put((byte) dimensions.length).put((byte) 0).put((byte) (dimensions.length == 0 ? 0 : 1));
        for (int dimension : dimensions) {
            space.putLong(dimension);
        }
        return written(space);
    }

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What has been put into a buffer so far. */
    static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }
}
