// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.jhdf.GlobalHeap;
import io.jhdf.api.Attribute;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.StringData.PaddingType;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Texts in attributes. Keras and h5py mark texts as ASCII and write them in UTF-8 all the same, which jhdf takes at its word: what it cannot read
 * so is read here.
 */
final class HdfTexts {
    private static final char UNREADABLE = '\ufffd';

    private final Attribute attribute;
    private final HdfBackingStorage storage;

    private HdfTexts(Attribute attribute, HdfBackingStorage storage) {
        this.attribute = attribute;
        this.storage = storage;
    }

    /** The value of an attribute as jhdf has it, but texts in UTF-8; empty if it has none. */
    static Optional<Object> decoded(Attribute attribute, HdfBackingStorage storage) {
        Object value = attribute.getData();
        HdfTexts texts = new HdfTexts(attribute, storage);
        if (value instanceof String text && text.indexOf(UNREADABLE) >= 0) {
            return Optional.of(texts.all(1)[0]);
        }
        if (value instanceof String[] listed && Arrays.stream(listed).anyMatch(text -> text.indexOf(UNREADABLE) >= 0)) {
            return Optional.of(texts.all(listed.length));
        }
        return Optional.ofNullable(value);
    }

    private String[] all(int count) {
        ByteBuffer values = attribute.getBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = attribute.getDataType() instanceof VariableLength ? fromHeap(values) : fixed(values);
        }
        return texts;
    }

    // A length, the address of a heap, and the place there.
    private String fromHeap(ByteBuffer values) {
        int length = values.getInt();
        long address = storage.getSizeOfOffsets() == Integer.BYTES
                ? Integer.toUnsignedLong(values.getInt())
                : values.getLong();
        byte[] text = bytes(new GlobalHeap(storage, address).getObjectData(values.getInt()), length);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String fixed(ByteBuffer values) {
        byte[] text = bytes(values, attribute.getDataType().getSize());
        boolean isSpacePadded =
                attribute.getDataType() instanceof StringData type && type.getPaddingType() == PaddingType.SPACE_PADDED;
        int end = text.length;
        while (end > 0 && text[end - 1] == (isSpacePadded ? ' ' : 0)) {
            end--;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    // A damaged file may ask for more bytes than there is memory.
    private static byte[] bytes(ByteBuffer from, int count) {
        if (count < 0 || count > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }
}
