// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Keras 2 tells of a model in its SavedModel: from TensorFlow 2.5 on in a file of its own, before among the objects. */
public final class KerasMetadata {
    private static final String FILE = "keras_metadata.pb";
    private static final int ROOT = 0;

    private KerasMetadata() {}

    /**
     * The JSON about the whole model; empty if it is no model of Keras.
     *
     * @throws ModelFormatException if the file is damaged
     */
    public static Optional<String> ofModel(Path folder, MetaGraph graph) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return graph.objects().isEmpty()
                    ? Optional.empty()
                    : Optional.of(graph.objects().get(ROOT).metadata()).filter(metadata -> !metadata.isEmpty());
        }
        try {
            ProtoMessage message = ProtoMessage.of(ByteBuffer.wrap(Files.readAllBytes(file)));
            while (message.next()) {
                if (message.field() == 1) {
                    Optional<String> metadata = ofRoot(message.message());
                    if (metadata.isPresent()) {
                        return metadata;
                    }
                } else {
                    message.skip();
                }
            }
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(file, "is damaged: " + e.getMessage(), e);
        }
    }

    private static Optional<String> ofRoot(ProtoMessage message) throws IOException {
        int node = ROOT;
        String metadata = "";
        while (message.next()) {
            switch (message.field()) {
                case 2 -> node = message.number();
                case 5 -> metadata = message.text();
                default -> message.skip();
            }
        }
        return node == ROOT && !metadata.isEmpty() ? Optional.of(metadata) : Optional.empty();
    }
}
