// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.ByteString;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.checkpoint.StringValues.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a checkpoint of one shard, as TensorFlow does. Tensors are written one after the other, without a copy in memory. */
public final class CheckpointWriter {
    private CheckpointWriter() {}

    /**
     * Writes {@code PREFIX.data-00000-of-00001} and then {@code PREFIX.index}.
     *
     * @param tensors by their keys, none of them empty
     * @throws IOException if a file cannot be written
     */
    public static void write(Path prefix, Map<String, ConstantTensor> tensors) throws IOException {
        SortedMap<String, ConstantTensor> sorted = new TreeMap<>();
        tensors.forEach((key, tensor) -> {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("a tensor of a checkpoint needs a key");
            }
            sorted.put(Checkpoint.bytes(key), tensor);
        });
        SortedMap<String, ByteString> index = new TreeMap<>();
        index.put(BundleHeader.KEY, new BundleHeader(1).toBytes());
        AtomicFile.write(DataShards.file(prefix, 0, 1), temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (Map.Entry<String, ConstantTensor> tensor : sorted.entrySet()) {
                    index.put(tensor.getKey(), write(channel, tensor.getValue()).toBytes());
                }
            }
        });
        AtomicFile.write(Checkpoint.indexFile(prefix), TableWriter.write(index));
    }

    private static BundleEntry write(FileChannel channel, ConstantTensor tensor) throws IOException {
        Written written = tensor.type() == DataType.STRING
                ? StringValues.write(tensor.strings())
                : new Written(tensor.values(), MaskedCrc.of(tensor.values()));
        long offset = channel.position();
        ByteBuffer bytes = written.bytes();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return new BundleEntry(
                tensor.type(), tensor.shape(), 0, offset, channel.position() - offset, written.crc(), List.of());
    }
}
