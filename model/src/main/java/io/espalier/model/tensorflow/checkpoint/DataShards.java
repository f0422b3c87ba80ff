// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The files with the bytes of tensors, mapped as a whole if they are below 2 GB, else tensor by tensor. */
final class DataShards {
    private final Path prefix;
    private final int count;
    private final Map<Integer, ByteBuffer> mapped = new HashMap<>();

    DataShards(Path prefix, int count) {
        this.prefix = prefix;
        this.count = count;
    }

    static Path file(Path prefix, int shard, int count) {
        return prefix.resolveSibling(
                String.format(Locale.US, "%s.data-%05d-of-%05d", prefix.getFileName(), shard, count));
    }

    /** @throws ModelFormatException if the shard is missing, or shorter than this */
    void check(int shard, long bytes) throws IOException {
        Path file = file(prefix, shard, count);
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    file,
                    "is missing: it holds weights that " + prefix.getFileName()
                            + ".index lists; copy the whole folder");
        }
        if (Files.size(file) < bytes) {
            throw new ModelFormatException(
                    file,
                    "is cut: it has " + Files.size(file) + " bytes, and " + prefix.getFileName()
                            + ".index lists weights up to byte " + bytes + "; copy it again");
        }
    }

    /** A read-only view on some bytes, which {@link #check} has found to be there. */
    ByteBuffer bytes(int shard, long offset, int size) throws IOException {
        ByteBuffer whole = mapped.get(shard);
        if (whole == null) {
            Path file = file(prefix, shard, count);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                if (channel.size() > Integer.MAX_VALUE) {
                    return channel.map(MapMode.READ_ONLY, offset, size).order(ByteOrder.LITTLE_ENDIAN);
                }
                whole = channel.map(MapMode.READ_ONLY, 0, channel.size());
            }
            mapped.put(shard, whole);
        }
        if (offset > whole.limit() - size) {
            throw new ModelFormatException(file(prefix, shard, count), "has become shorter while it was read");
        }
        return whole.slice((int) offset, size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
