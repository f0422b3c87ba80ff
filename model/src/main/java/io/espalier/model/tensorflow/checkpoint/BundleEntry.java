// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.ByteString;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.ProtoMessage;
import io.espalier.model.tensorflow.ProtoOutput;
import io.espalier.model.tensorflow.ProtoReader;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the index says of a tensor: TensorFlow's {@code BundleEntryProto}.
 *
 * @param shard the number of the file that holds its bytes
 * @param crc the masked checksum of these bytes
 * @param slices the parts in which it is stored, each an entry of its own; empty for a tensor that is stored as a whole
 */
record BundleEntry(
        DataType type, TensorShape shape, int shard, long offset, long size, int crc, List<TensorSlice> slices) {
    BundleEntry {
        slices = List.copyOf(slices);
    }

    static BundleEntry read(ByteBuffer bytes) throws IOException {
        DataType type = DataType.UNKNOWN;
        TensorShape shape = TensorShape.of();
        int shard = 0;
        long offset = 0;
        long size = 0;
        int crc = 0;
        List<TensorSlice> slices = new ArrayList<>();
        ProtoMessage message = ProtoMessage.of(bytes);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> type = DataType.of(message.number());
                case 2 -> shape = ProtoReader.shape(message.message());
                case 3 -> shard = message.number();
                case 4 -> offset = message.whole();
                case 5 -> size = message.whole();
                case 6 -> crc = message.fixed32();
                case 7 -> slices.add(TensorSlice.read(message.message()));
                default -> message.skip();
            }
        }
        return new BundleEntry(type, shape, shard, offset, size, crc, slices);
    }

    ByteString toBytes() {
        return ProtoOutput.message(out -> out.whole(1, type.number())
                .message(2, inner -> ProtoWriter.shape(inner, shape))
                .whole(3, shard)
                .whole(4, offset)
                .whole(5, size)
                .fixed32(6, crc));
    }

    /** Whether the tensor is stored in parts. */
    boolean isSliced() {
        return !slices.isEmpty();
    }
}
