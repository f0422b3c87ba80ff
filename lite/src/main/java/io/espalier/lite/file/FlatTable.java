// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table of a FlatBuffers file. A field is read by its slot; a field that the table lacks has the default given, or is
 * empty. A field in a slot beyond those known is refused rather than lost.
 */
final class FlatTable {

    private final FlatFile file;
    private final String name;
    private final int position;
    private final int vtable;
    private final int vtableSize;
    private final int tableSize;

    FlatTable(FlatFile file, int position, String name, int slots) {
        this.file = file;
        this.name = name;
        this.position = position;
        file.check(position, 4, "the table " + name);
        long start = (long) position - file.bytes().getInt(position);
        file.check(start, 4, "the vtable of " + name);
        this.vtable = (int) start;
        this.vtableSize = Short.toUnsignedInt(file.bytes().getShort(vtable));
        this.tableSize = Short.toUnsignedInt(file.bytes().getShort(vtable + 2));
        if (vtableSize < 4 || vtableSize % 2 != 0 || tableSize < 4) {
            throw problem("invalid vtable at byte " + vtable + " with the sizes " + vtableSize + " and " + tableSize
                    + " bytes; the file is damaged");
        }
        file.check(vtable, vtableSize, "the vtable of " + name);
        file.check(position, tableSize, "the table " + name);
        for (int slot = slots; 4 + 2 * slot < vtableSize; slot++) {
            if (fieldOffset(slot) != 0) {
                throw problem("it has a field in slot " + slot + ", but this version knows only " + slots
                        + " fields. The file is damaged, or newer than this version of Espalier");
            }
        }
    }

    int position() {
        return position;
    }

    LiteFormatException problem(String problem) {
        return file.problem(position, "the table " + name + ": " + problem);
    }

    boolean has(int slot) {
        return fieldOffset(slot) != 0;
    }

    boolean flag(int slot, boolean defaultValue) {
        int place = place(slot, 1);
        return place < 0 ? defaultValue : file.bytes().get(place) != 0;
    }

    int int8(int slot, int defaultValue) {
        int place = place(slot, 1);
        return place < 0 ? defaultValue : file.bytes().get(place);
    }

    int uint8(int slot) {
        return int8(slot, 0) & 0xFF;
    }

    int int32(int slot, int defaultValue) {
        int place = place(slot, 4);
        return place < 0 ? defaultValue : file.bytes().getInt(place);
    }

    long uint32(int slot, int defaultValue) {
        return Integer.toUnsignedLong(int32(slot, defaultValue));
    }

    long int64(int slot, long defaultValue) {
        int place = place(slot, 8);
        return place < 0 ? defaultValue : file.bytes().getLong(place);
    }

    float float32(int slot, float defaultValue) {
        int place = place(slot, 4);
        return place < 0 ? defaultValue : file.bytes().getFloat(place);
    }

    String string(int slot) {
        int start = target(slot);
        return start < 0 ? "" : file.string(start);
    }

    List<String> strings(int slot) {
        return vector(slot, 'T', 4, List.<String>of(), (bytes, start, length) -> {
            List<String> values = new ArrayList<>(length);
            for (int index = 0; index < length; index++) {
                values.add(file.string(file.follow(start + 4 * index)));
            }
            return List.copyOf(values);
        });
    }

    Ints ints(int slot) {
        return vector(slot, 'I', 4, Ints.EMPTY, (bytes, start, length) -> {
            int[] values = new int[length];
            bytes.slice(start, 4 * length).order(bytes.order()).asIntBuffer().get(values);
            return Ints.of(values);
        });
    }

    Ints uint16s(int slot) {
        return vector(slot, 'H', 2, Ints.EMPTY, (bytes, start, length) -> {
            int[] values = new int[length];
            for (int index = 0; index < length; index++) {
                values[index] = Short.toUnsignedInt(bytes.getShort(start + 2 * index));
            }
            return Ints.of(values);
        });
    }

    Ints uint8s(int slot) {
        return vector(slot, 'C', 1, Ints.EMPTY, (bytes, start, length) -> {
            int[] values = new int[length];
            for (int index = 0; index < length; index++) {
                values[index] = Byte.toUnsignedInt(bytes.get(start + index));
            }
            return Ints.of(values);
        });
    }

    Longs longs(int slot) {
        return vector(slot, 'L', 8, Longs.EMPTY, (bytes, start, length) -> {
            long[] values = new long[length];
            bytes.slice(start, 8 * length).order(bytes.order()).asLongBuffer().get(values);
            return Longs.of(values);
        });
    }

    Floats floats(int slot) {
        return vector(slot, 'F', 4, Floats.EMPTY, (bytes, start, length) -> {
            float[] values = new float[length];
            bytes.slice(start, 4 * length).order(bytes.order()).asFloatBuffer().get(values);
            return Floats.of(values);
        });
    }

    List<Boolean> flags(int slot) {
        return vector(slot, 'B', 1, List.<Boolean>of(), (bytes, start, length) -> {
            List<Boolean> values = new ArrayList<>(length);
            for (int index = 0; index < length; index++) {
                values.add(bytes.get(start + index) != 0);
            }
            return List.copyOf(values);
        });
    }

    /** The bytes of a vector of bytes, not copied. */
    Buffer bytes(int slot) {
        int start = target(slot);
        return start < 0 ? Buffer.EMPTY : file.view(start + 4, file.vectorLength(start, 1));
    }

    /** Bytes that lie elsewhere in the file. */
    Buffer region(long offset, long size) {
        return file.region(position, offset, size);
    }

    @Nullable
    FlatTable table(int slot, String tableName, int slots) {
        int place = place(slot, 4);
        return place < 0 ? null : file.table(place, tableName, slots);
    }

    /** Each table of a vector of tables, decoded. */
    <T> List<T> tables(int slot, String tableName, int slots, Function<FlatTable, T> decoder) {
        int start = target(slot);
        if (start < 0) {
            return List.of();
        }
        int length = file.vectorLength(start, 4);
        List<T> values = new ArrayList<>();
        for (int index = 0; index < length; index++) {
            values.add(decoder.apply(file.table(start + 4 + 4 * index, tableName, slots)));
        }
        return values;
    }

    private interface VectorDecoder<T> {
        T decode(ByteBuffer bytes, int start, int length);
    }

    private <T> T vector(int slot, char kind, int width, T empty, VectorDecoder<T> decoder) {
        int start = target(slot);
        return start < 0
                ? empty
                : file.once(start, kind, width, length -> decoder.decode(file.bytes(), start + 4, length));
    }

    /** Where the offset in this slot leads, or -1. */
    private int target(int slot) {
        int place = place(slot, 4);
        return place < 0 ? -1 : file.follow(place);
    }

    /** Where the field in this slot lies, or -1 where the table lacks it. */
    private int place(int slot, int width) {
        int offset = fieldOffset(slot);
        if (offset == 0) {
            return -1;
        }
        if (offset < 4 || offset + width > tableSize) {
            throw problem("its field in slot " + slot + " lies at " + offset + " of " + tableSize
                    + " bytes; the file is damaged");
        }
        return position + offset;
    }

    private int fieldOffset(int slot) {
        int entry = 4 + 2 * slot;
        return entry + 2 > vtableSize ? 0 : Short.toUnsignedInt(file.bytes().getShort(vtable + entry));
    }
}
