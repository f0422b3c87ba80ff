// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Writes the parts of a FlatBuffers file, and each of them once: what is equal to something written before is not written again,
 * but referred to. Every method gives the place of the part, for {@link FlatFields#offset}.
 */
final class FlatWriter {
    private static final int LARGE = 1 << 24;

    private final FlatBufferBuilder builder;
    private final Map<String, Map<Object, Integer>> placesByKind = new HashMap<>();

    FlatWriter(int expectedSize) {
        this.builder = expectedSize < LARGE
                ? new FlatBufferBuilder(expectedSize)
                : new FlatBufferBuilder(expectedSize, new OutsideHeap());
    }

    /** Memory for large files, which would double what the heap must hold. */
    private static final class OutsideHeap extends FlatBufferBuilder.ByteBufferFactory {
        @Override
        public ByteBuffer newByteBuffer(int capacity) {
            return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** A string; 0 for an empty one. */
    int string(String text) {
        return text.isEmpty() ? 0 : once("string", text, () -> builder.createString(text));
    }

    /** A vector that is there even if it is empty. */
    int requiredInts(Ints values) {
        return vector("ints", values, values.size(), 4, 4, index -> builder.addInt(values.get(index)));
    }

    int ints(Ints values) {
        return values.isEmpty() ? 0 : requiredInts(values);
    }

    int uint16s(Ints values) {
        return vector("uint16s", values, values.size(), 2, 4, index -> builder.addShort((short) values.get(index)));
    }

    int uint8s(Ints values) {
        return vector("uint8s", values, values.size(), 1, 4, index -> builder.addByte((byte) values.get(index)));
    }

    int longs(Longs values) {
        return values.isEmpty()
                ? 0
                : vector("longs", values, values.size(), 8, 8, index -> builder.addLong(values.get(index)));
    }

    int floats(Floats values) {
        return values.isEmpty()
                ? 0
                : vector("floats", values, values.size(), 4, 4, index -> builder.addFloat(values.get(index)));
    }

    int flags(List<Boolean> values) {
        return values.isEmpty()
                ? 0
                : vector("flags", values, values.size(), 1, 1, index -> builder.addBoolean(values.get(index)));
    }

    private int vector(String kind, Object values, int size, int bytes, int alignment, IntConsumer element) {
        return once(kind, values, () -> {
            builder.startVector(bytes, size, alignment);
            for (int index = size - 1; index >= 0; index--) {
                element.accept(index);
            }
            return builder.endVector();
        });
    }

    /** A vector of bytes whose first byte lies at a multiple of {@code alignment}; 0 for an empty one. */
    int bytes(Buffer buffer, int alignment) {
        return buffer.isEmpty()
                ? 0
                : once("bytes" + alignment, buffer, () -> {
                    builder.createUnintializedVector(1, buffer.size(), alignment)
                            .put(buffer.asByteBuffer());
                    return builder.endVector();
                });
    }

    /** A vector of tables that is there even if it is empty. */
    int requiredTables(List<Integer> tables) {
        return once(
                "tables",
                tables,
                () -> builder.createVectorOfTables(
                        tables.stream().mapToInt(Integer::intValue).toArray()));
    }

    int tables(List<Integer> tables) {
        return tables.isEmpty() ? 0 : requiredTables(tables);
    }

    int table(FlatFields fields) {
        List<FlatFields.Entry> entries = fields.packed();
        return once("table", content(entries), () -> {
            // A table's start is aligned beforehand, lest padding make its vtable differ from those of its kind.
            builder.prep(entries.isEmpty() ? 4 : Math.max(4, entries.get(0).width()), 0);
            builder.startTable(
                    entries.stream().mapToInt(FlatFields.Entry::slot).max().orElse(-1) + 1);
            for (FlatFields.Entry entry : entries) {
                add(entry);
                builder.slot(entry.slot());
            }
            return builder.endTable();
        });
    }

    private static Longs content(List<FlatFields.Entry> entries) {
        long[] content = new long[3 * entries.size()];
        int place = 0;
        for (FlatFields.Entry entry : entries) {
            content[place++] = entry.slot();
            content[place++] = entry.isOffset() ? -entry.width() : entry.width();
            content[place++] = entry.bits();
        }
        return Longs.of(content);
    }

    private void add(FlatFields.Entry entry) {
        if (entry.isOffset()) {
            builder.addOffset((int) entry.bits());
            return;
        }
        switch (entry.width()) {
            case 1 -> builder.addByte((byte) entry.bits());
            case 4 -> builder.addInt((int) entry.bits());
            case 8 -> builder.addLong(entry.bits());
            default -> throw new IllegalStateException("No scalar has " + entry.width() + " bytes");
        }
    }

    /** The finished file with this table as its root. */
    ByteBuffer finish(int root, String identifier) {
        builder.finish(root, identifier);
        return builder.dataBuffer();
    }

    private interface Writing {
        int write();
    }

    private int once(String kind, Object content, Writing writing) {
        Map<Object, Integer> places = placesByKind.computeIfAbsent(kind, first -> new HashMap<>());
        Integer known = places.get(content);
        if (known != null) {
            return known;
        }
        int place = writing.write();
        places.put(content, place);
        return place;
    }
}
