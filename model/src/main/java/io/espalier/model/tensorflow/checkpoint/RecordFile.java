// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Records as TensorFlow keeps them in a file: length (8 bytes), its checksum, bytes, their checksum.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecord</a>
 */
public final class RecordFile {
    private static final int AROUND_BYTES = Long.BYTES + 2 * Integer.BYTES;

    private RecordFile() {}

    /** The bytes of a file of these records. */
    public static byte[] bytes(List<ByteString> records) {
        int size = records.stream()
                .mapToInt(content -> Math.addExact(content.size(), AROUND_BYTES))
                .reduce(0, Math::addExact);
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (ByteString content : records) {
            int place = file.position();
            file.putLong(content.size());
            file.putInt(MaskedCrc.of(file.slice(place, Long.BYTES)));
            content.copyTo(file);
            file.putInt(MaskedCrc.of(file.slice(place + Long.BYTES + Integer.BYTES, content.size())));
        }
        return file.array();
    }
}
