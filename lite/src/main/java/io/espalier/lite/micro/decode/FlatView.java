// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A table of a FlatBuffers file, for the few fields that are read here. Every offset is checked. */
final class FlatView {
    private final ByteBuffer bytes;
    private final String what;
    private final int position;

    private FlatView(ByteBuffer bytes, String what, long position) {
        this.bytes = bytes;
        this.what = what;
        this.position = checked(position, 4);
    }

    /** @param what the bytes are, for messages */
    static FlatView root(Buffer file, String what) {
        ByteBuffer bytes = file.asByteBuffer();
        if (bytes.limit() < 4) {
            throw new InvalidGraphException(what + " is damaged: it has " + bytes.limit() + " bytes");
        }
        return new FlatView(bytes, what, Integer.toUnsignedLong(bytes.getInt(0)));
    }

    int int32(int slot, int otherwise) {
        int place = place(slot);
        return place == 0 ? otherwise : bytes.getInt(checked(place, 4));
    }

    int uint8(int slot) {
        int place = place(slot);
        return place == 0 ? 0 : Byte.toUnsignedInt(bytes.get(checked(place, 1)));
    }

    /** The tables of a list; empty if there is no list. */
    List<FlatView> tables(int slot) {
        int place = place(slot);
        if (place == 0) {
            return List.of();
        }
        int start = follow(place);
        int count = count(start, 4);
        List<FlatView> tables = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            tables.add(new FlatView(bytes, what, follow(start + 4 + 4 * index)));
        }
        return tables;
    }

    /** The bytes of a list of bytes; empty if there is no list. */
    Buffer data(int slot) {
        int place = place(slot);
        if (place == 0) {
            return Buffer.EMPTY;
        }
        int start = follow(place);
        return Buffer.view(bytes.slice(start + 4, count(start, 1)));
    }

    private int count(int start, int width) {
        long count = Integer.toUnsignedLong(bytes.getInt(start));
        checked(start + 4L, count * width);
        return (int) count;
    }

    private int follow(int place) {
        return checked(place + Integer.toUnsignedLong(bytes.getInt(checked(place, 4))), 4);
    }

    private int place(int slot) {
        int vtable = checked((long) position - bytes.getInt(position), 4);
        int size = Short.toUnsignedInt(bytes.getShort(vtable));
        int entry = 4 + 2 * slot;
        if (entry + 2 > size) {
            return 0;
        }
        int offset = Short.toUnsignedInt(bytes.getShort(checked(vtable + (long) entry, 2)));
        return offset == 0 ? 0 : checked((long) position + offset, 1);
    }

    private int checked(long place, long length) {
        if (place < 0 || place + length > bytes.limit()) {
            throw new InvalidGraphException(
                    what + " is damaged: byte " + place + " is needed, but it has " + bytes.limit() + " bytes");
        }
        return (int) place;
    }
}
