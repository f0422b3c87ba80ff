// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a sorted table of LevelDB's kind:
 *
 * <pre>
 * data block ... | meta block ... | meta index | index block | footer (48 bytes: place of both indexes, padding, magic number)
 * block   = entries, places of the restarts, their number | kind of compression (1 byte) | CRC32C (4 bytes)
 * entry   = bytes shared with the key before, bytes of the key that follow, bytes of the value | key | value
 * </pre>
 *
 * <p>Keys are bytes, each a character here, so that their order is that of the table.
 */
final class TableReader {
    static final int FOOTER_BYTES = 48;
    static final int TRAILER_BYTES = 5;
    static final long MAGIC = 0xdb4775248b80fb57L;

    private static final int SNAPPY = 1;

    // Keys share their beginnings for 16 entries at most as TensorFlow writes them; a damaged table of a few bytes
    // must not become many times that.
    private static final long MOST_EXPANSION = 64;
    private static final long LEAST_KEY_BYTES = 1 << 20;

    private final ByteBuffer table;
    private final SortedMap<String, ByteBuffer> entries = new TreeMap<>();
    private long keyBytes;

    private TableReader(ByteBuffer table) {
        this.table = table;
    }

    /**
     * All entries; values are views of the table.
     *
     * @throws InvalidProtocolBufferException if it is damaged; says how
     */
    static SortedMap<String, ByteBuffer> read(ByteBuffer table) throws InvalidProtocolBufferException {
        return new TableReader(table.slice().order(ByteOrder.LITTLE_ENDIAN)).read();
    }

    private SortedMap<String, ByteBuffer> read() throws InvalidProtocolBufferException {
        int footer = table.limit() - FOOTER_BYTES;
        if (footer < 0 || table.getLong(table.limit() - Long.BYTES) != MAGIC) {
            throw new InvalidProtocolBufferException(
                    "it does not end as the index of a checkpoint does: it is cut, or another file");
        }
        ByteBuffer handles = part(footer, FOOTER_BYTES - Long.BYTES);
        Handle.read(handles);
        Handle index = Handle.read(handles);
        long end = 0;
        for (Entry entry : entries(block(index, footer))) {
            Handle data = Handle.read(entry.value());
            if (data.offset < end) {
                throw new InvalidProtocolBufferException("its blocks overlap at byte " + data.offset);
            }
            for (Entry found : entries(block(data, footer))) {
                add(found);
            }
            end = data.offset + data.size;
        }
        return entries;
    }

    private void add(Entry entry) throws InvalidProtocolBufferException {
        if (!entries.isEmpty() && entries.lastKey().compareTo(entry.key) >= 0) {
            throw new InvalidProtocolBufferException("its keys are not in order at '" + entry.key + "'");
        }
        entries.put(entry.key, entry.value);
    }

    private ByteBuffer block(Handle handle, int end) throws InvalidProtocolBufferException {
        if (handle.size > end - TRAILER_BYTES || handle.offset > end - TRAILER_BYTES - handle.size) {
            throw new InvalidProtocolBufferException("a block of " + handle.size + " bytes at byte " + handle.offset
                    + " reaches beyond the end: the file is cut or damaged");
        }
        int offset = (int) handle.offset;
        int size = (int) handle.size;
        int crc = table.getInt(offset + size + 1);
        if (MaskedCrc.of(part(offset, size + 1)) != crc) {
            throw new InvalidProtocolBufferException(
                    "the checksum (CRC) of the block at byte " + offset + " is wrong: the file is damaged");
        }
        int compression = table.get(offset + size);
        if (compression != 0) {
            throw new InvalidProtocolBufferException(
                    "the block at byte " + offset + " is compressed"
                            + (compression == SNAPPY ? " with Snappy" : " in the unknown way " + compression)
                            + ", which is not supported; save the model again with TensorFlow 1.2 or newer, which does not compress");
        }
        return part(offset, size);
    }

    private List<Entry> entries(ByteBuffer block) throws InvalidProtocolBufferException {
        int restarts = block.limit() < Integer.BYTES ? -1 : block.getInt(block.limit() - Integer.BYTES);
        long end = block.limit() - Integer.BYTES * (restarts + 1L);
        if (restarts < 0 || end < 0) {
            throw new InvalidProtocolBufferException("a block of " + block.limit() + " bytes is too short for its "
                    + restarts + " restarts: the file is damaged");
        }
        block.limit((int) end);
        List<Entry> found = new ArrayList<>();
        byte[] key = {};
        while (block.hasRemaining()) {
            long shared = Varint.read(block);
            long own = Varint.read(block);
            long valueBytes = Varint.read(block);
            if (shared > key.length || own > block.remaining() || valueBytes > block.remaining() - own) {
                throw new InvalidProtocolBufferException("an entry reaches beyond the end of its block");
            }
            count(shared + own);
            key = Arrays.copyOf(key, (int) (shared + own));
            block.get(key, (int) shared, (int) own);
            ByteBuffer value = block.slice(block.position(), (int) valueBytes).order(ByteOrder.LITTLE_ENDIAN);
            block.position(block.position() + (int) valueBytes);
            found.add(new Entry(new String(key, StandardCharsets.ISO_8859_1), value));
        }
        return found;
    }

    private void count(long bytes) throws InvalidProtocolBufferException {
        keyBytes += bytes;
        if (keyBytes > MOST_EXPANSION * table.limit() + LEAST_KEY_BYTES) {
            throw new InvalidProtocolBufferException("its keys are many times as long as the file: it is damaged");
        }
    }

    private ByteBuffer part(int offset, int size) {
        return table.slice(offset, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Entry(String key, ByteBuffer value) {}

    /** Where a block is, without its trailer. */
    record Handle(long offset, long size) {
        static Handle read(ByteBuffer from) throws InvalidProtocolBufferException {
            return new Handle(Varint.read(from), Varint.read(from));
        }
    }
}
