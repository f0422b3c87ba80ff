// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.espalier.model.keras.hdf.HdfGroup.Attribute;
import io.espalier.model.tensor.Tensor;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree of groups as an HDF5 file that HDF5 1.8 and later read. The same tree gives the same bytes.
 *
 * <p>Only what a model needs, and ours because jhdf's writer falls short of it: it has no texts of variable length, which a {@code
 * model_config} above 57 kB needs, no empty arrays, puts the machine's name into the file, and spoils files of some 30 groups. The file
 * is: superblock, all texts in one global heap, then each group behind what it holds, so that addresses are known when they are written.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification</a>
 */
public final class HdfWriter {
    private static final int SUPERBLOCK_BYTES = 48;
    private static final int HEAP_HEADER_BYTES = 16;

    /** HDF5 expects no smaller heap. */
    private static final int MIN_HEAP_BYTES = 4096;

    private static final int COPY_FLOATS = 1 << 18;

    private final FileChannel channel;
    private final IdentityHashMap<Attribute, Integer> heapIndexes = new IdentityHashMap<>();

    private HdfWriter(FileChannel channel) {
        this.channel = channel;
    }

    public static void write(HdfGroup root, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            HdfWriter writer = new HdfWriter(channel);
            writer.append(HdfMessages.buffer(SUPERBLOCK_BYTES));
            writer.writeHeap(root);
            writer.writeSuperblock(writer.writeGroup(root));
        }
    }

    private void writeSuperblock(long rootAddress) throws IOException {
        ByteBuffer superblock = HdfMessages.buffer(SUPERBLOCK_BYTES)
                .putLong(0x0a1a0a0d46444889L)
                .put((byte) 2)
                .put((byte) Long.BYTES)
                .put((byte) Long.BYTES)
                .put((byte) 0)
                .putLong(0)
                .putLong(HdfMessages.UNDEFINED)
                .putLong(channel.size())
                .putLong(rootAddress);
        putChecksum(superblock).flip();
        while (superblock.hasRemaining()) {
            channel.write(superblock, superblock.position());
        }
    }

    private void writeHeap(HdfGroup root) throws IOException {
        List<byte[]> texts = new ArrayList<>();
        collectTexts(root, texts);
        int used = HEAP_HEADER_BYTES;
        for (byte[] text : texts) {
            used = Math.addExact(used, HEAP_HEADER_BYTES + padded(text.length));
        }
        int bytes = used < MIN_HEAP_BYTES - HEAP_HEADER_BYTES ? MIN_HEAP_BYTES : used;
        ByteBuffer heap = HdfMessages.buffer(bytes).put(ascii("GCOL")).putInt(1).putLong(bytes);
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            heap.putShort((short) (i + 1)).putShort((short) 1).putInt(0).putLong(text.length);
            heap.put(Arrays.copyOf(text, padded(text.length)));
        }
        if (heap.hasRemaining()) {
            // Object 0 is the free space, its own header included.
            heap.putLong(0).putLong(bytes - used);
        }
        append(heap.position(bytes).flip());
    }

    private void collectTexts(HdfGroup group, List<byte[]> texts) {
        for (Attribute attribute : group.attributes().values()) {
            if (attribute instanceof Attribute.Text text) {
                texts.add(text.value().getBytes(StandardCharsets.UTF_8));
                heapIndexes.put(text, texts.size());
            }
        }
        group.groups().values().forEach(child -> collectTexts(child, texts));
    }

    /** Writes what a group holds, then the group; answers its address. */
    private long writeGroup(HdfGroup group) throws IOException {
        HdfMessages messages = new HdfMessages().group();
        for (Map.Entry<String, HdfGroup> child : group.groups().entrySet()) {
            messages.link(child.getKey(), writeGroup(child.getValue()));
        }
        for (Map.Entry<String, Tensor> dataset : group.datasets().entrySet()) {
            messages.link(dataset.getKey(), writeDataset(dataset.getValue()));
        }
        group.attributes().forEach((name, attribute) -> {
            if (attribute instanceof Attribute.Texts texts) {
                messages.texts(name, texts.values());
            } else if (attribute instanceof Attribute.Text text) {
                messages.text(
                        name,
                        text.value(),
                        text.value().getBytes(StandardCharsets.UTF_8).length,
                        SUPERBLOCK_BYTES,
                        heapIndexes.getOrDefault(text, 0));
            }
        });
        return writeHeader(messages);
    }

    private long writeDataset(Tensor tensor) throws IOException {
        FloatBuffer values = tensor.buffer();
        long address = values.hasRemaining() ? channel.position() : HdfMessages.UNDEFINED;
        while (values.hasRemaining()) {
            int count = Math.min(COPY_FLOATS, values.remaining());
            ByteBuffer bytes = HdfMessages.buffer(count * Float.BYTES);
            bytes.asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            append(bytes);
        }
        return writeHeader(new HdfMessages().float32Dataset(tensor.shape(), address));
    }

    private long writeHeader(HdfMessages messages) throws IOException {
        byte[] bytes = messages.toByteArray();
        ByteBuffer header = HdfMessages.buffer(10 + bytes.length + Integer.BYTES)
                .put(ascii("OHDR"))
                .put((byte) 2)
                // The length takes four bytes.
                .put((byte) 2)
                .putInt(bytes.length)
                .put(bytes);
        return append(putChecksum(header).flip());
    }

    private static ByteBuffer putChecksum(ByteBuffer bytes) {
        return bytes.putInt(ChecksumUtils.checksum(HdfMessages.written(bytes)));
    }

    private long append(ByteBuffer bytes) throws IOException {
        long address = channel.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return address;
    }

    private static int padded(int bytes) {
        return (bytes + 7) / 8 * 8;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
