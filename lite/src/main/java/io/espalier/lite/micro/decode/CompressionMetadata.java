// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import java.util.ArrayList;
import java.util.List;

/** TFLite Micro's entry COMPRESSION_METADATA, version 1: which tensors of which subgraph are indices, and where their values are. */
final class CompressionMetadata {
    /** The name of the entry. */
    static final String NAME = "COMPRESSION_METADATA";

    private static final int VERSION = 1;
    private static final int EXPECTED_SIZE = 256;

    private CompressionMetadata() {}

    /**
     * A tensor that is stored as indices.
     *
     * @param valueBuffer the number of the buffer of its values in the file
     * @param bits of an index
     */
    record Entry(int tensor, int valueBuffer, int bits) {}

    /** The entries of the main subgraph as the bytes of the entry. Its length depends on their number alone. */
    static Buffer write(List<Entry> entries) {
        FlatBufferBuilder builder = new FlatBufferBuilder(EXPECTED_SIZE).forceDefaults(true);
        int[] tables = new int[entries.size()];
        for (int index = 0; index < tables.length; index++) {
            Entry entry = entries.get(index);
            builder.startTable(3);
            builder.addInt(1, entry.valueBuffer(), 0);
            builder.addInt(0, entry.tensor(), 0);
            builder.addByte(2, (byte) entry.bits(), 0);
            tables[index] = builder.endTable();
        }
        int list = builder.createVectorOfTables(tables);
        builder.startTable(1);
        builder.addOffset(0, list, 0);
        int subgraphs = builder.createVectorOfTables(new int[] {builder.endTable()});
        builder.startTable(2);
        builder.addOffset(1, subgraphs, 0);
        builder.addInt(0, VERSION, VERSION);
        builder.finish(builder.endTable());
        return Buffer.ofBytes(builder.sizedByteArray());
    }

    /**
     * The entries by subgraph.
     *
     * @throws InvalidGraphException if the bytes are damaged, or of a newer version
     */
    static List<List<Entry>> read(Buffer bytes) {
        FlatView root = FlatView.root(bytes, NAME);
        int version = root.int32(0, VERSION);
        if (version != VERSION) {
            throw new InvalidGraphException(NAME + " has version " + version + "; known is " + VERSION);
        }
        List<List<Entry>> subgraphs = new ArrayList<>();
        for (FlatView subgraph : root.tables(1)) {
            List<Entry> entries = new ArrayList<>();
            for (FlatView table : subgraph.tables(0)) {
                entries.add(new Entry(table.int32(0, 0), table.int32(1, 0), table.uint8(2)));
            }
            subgraphs.add(List.copyOf(entries));
        }
        return List.copyOf(subgraphs);
    }
}
