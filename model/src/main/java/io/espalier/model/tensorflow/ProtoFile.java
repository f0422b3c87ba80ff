// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file of protocol buffers: small files are read, larger ones are mapped. */
public final class ProtoFile {
    // protobuf-java reads mapped bytes through Unsafe. To set that up, it asks for Android's classes, and Java opens
    // every jar to find that
    // there are none: 30 ms or more, once, which only the start of a short command feels.
    private static final int MOST_READ = 16 << 20;

    private ProtoFile() {}

    /** @throws ModelFormatException if the file is larger than a message can be */
    public static ByteBuffer bytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ModelFormatException(file, "is larger than 2 GB, the limit of protocol buffers");
            }
            return channel.size() > MOST_READ ? channel.map(MapMode.READ_ONLY, 0, channel.size()) : read(channel);
        }
    }

    private static ByteBuffer read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return bytes.flip();
    }
}
