// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.tensorflow.ProtoMessage;
import io.espalier.model.tensorflow.ProtoOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the index says of all: TensorFlow's {@code BundleHeaderProto}.
 *
 * @param shards how many files hold the bytes of tensors
 */
record BundleHeader(int shards) {
    /** The key of the header, which comes first. */
    static final String KEY = "";

    /** The version of the format that is read and written here. */
    private static final int VERSION = 1;

    /** @throws InvalidProtocolBufferException if the checkpoint is of a newer version, or of a machine with another order of bytes */
    static BundleHeader read(ByteBuffer bytes) throws IOException {
        int shards = 0;
        ProtoMessage message = ProtoMessage.of(bytes);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> shards = message.number();
                case 2 -> checkLittleEndian(message.number());
                case 3 -> checkVersion(message.message());
                default -> message.skip();
            }
        }
        return new BundleHeader(shards);
    }

    private static void checkLittleEndian(int order) throws InvalidProtocolBufferException {
        if (order != 0) {
            throw new InvalidProtocolBufferException("it was written by a machine with the highest byte first"
                    + " (big-endian), which is not supported; save the model on another machine");
        }
    }

    private static void checkVersion(ProtoMessage message) throws IOException {
        while (message.next()) {
            switch (message.field()) {
                case 2 -> {
                    int least = message.number();
                    if (least > VERSION) {
                        throw new InvalidProtocolBufferException("it needs a reader of version " + least
                                + " of the format, and version " + VERSION
                                + " is supported; save the model with an older TensorFlow, or use a newer Espalier");
                    }
                }
                case 3 -> checkAllowed(message);
                default -> message.skip();
            }
        }
    }

    private static void checkAllowed(ProtoMessage message) throws IOException {
        List<Long> refused = new ArrayList<>();
        message.wholes(refused, List::add);
        if (refused.contains((long) VERSION)) {
            throw new InvalidProtocolBufferException(
                    "it refuses readers of version " + VERSION + " of the format; save the model again");
        }
    }

    ByteString toBytes() {
        return ProtoOutput.message(out -> out.whole(1, shards).message(3, version -> version.whole(1, VERSION)));
    }
}
