// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Writes a sorted table, uncompressed. The mirror of {@link TableReader}. */
final class TableWriter {
    // As TensorFlow writes them.
    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int RESTART_INTERVAL = 16;

    private final ByteArrayOutputStream table = new ByteArrayOutputStream();

    private TableWriter() {}

    /** The bytes of a table of these entries, whose keys have a character for each byte. */
    static byte[] write(SortedMap<String, ByteString> entries) {
        TableWriter writer = new TableWriter();
        Block index = new Block(1);
        Block data = new Block(RESTART_INTERVAL);
        String last = "";
        for (var entry : entries.entrySet()) {
            last = entry.getKey();
            data.add(last, entry.getValue().toByteArray());
            if (data.bytes.size() >= BLOCK_BYTES) {
                index.add(last, writer.append(data));
                data = new Block(RESTART_INTERVAL);
            }
        }
        if (data.bytes.size() > 0) {
            index.add(last, writer.append(data));
        }
        writer.footer(writer.append(new Block(1)), writer.append(index));
        return writer.table.toByteArray();
    }

    /** Where the block is now. */
    private byte[] append(Block block) {
        byte[] content = block.finished();
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        Varint.write(handle, table.size());
        Varint.write(handle, content.length);
        byte[] compression = {0};
        table.writeBytes(content);
        table.writeBytes(compression);
        table.writeBytes(littleEndian(MaskedCrc.of(ByteBuffer.wrap(content), ByteBuffer.wrap(compression))));
        return handle.toByteArray();
    }

    private void footer(byte[] metaIndex, byte[] index) {
        byte[] padding = new byte[TableReader.FOOTER_BYTES - Long.BYTES - metaIndex.length - index.length];
        table.writeBytes(metaIndex);
        table.writeBytes(index);
        table.writeBytes(padding);
        table.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(TableReader.MAGIC)
                .array());
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static final class Block {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> restarts = new ArrayList<>(List.of(0));
        private final int interval;
        private int sinceRestart;
        private String before = "";

        Block(int interval) {
            this.interval = interval;
        }

        void add(String key, byte[] value) {
            int shared = 0;
            if (sinceRestart == interval) {
                restarts.add(bytes.size());
                sinceRestart = 0;
            } else {
                int most = Math.min(before.length(), key.length());
                while (shared < most && before.charAt(shared) == key.charAt(shared)) {
                    shared++;
                }
            }
            Varint.write(bytes, shared);
            Varint.write(bytes, key.length() - shared);
            Varint.write(bytes, value.length);
            bytes.writeBytes(key.substring(shared).getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(value);
            before = key;
            sinceRestart++;
        }

        byte[] finished() {
            restarts.forEach(place -> bytes.writeBytes(littleEndian(place)));
            bytes.writeBytes(littleEndian(restarts.size()));
            return bytes.toByteArray();
        }
    }
}
