// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the protocol buffers of a SavedModel and of a frozen graph. Constants are views of its bytes.
 *
 * @see <a href="https://www.tensorflow.org/guide/saved_model">the SavedModel format</a>
 */
public final class SavedModelFile {
    /** The file that makes a folder a SavedModel. */
    public static final String NAME = "saved_model.pb";

    private static final String TEXT_NAME = "saved_model.pbtxt";
    private static final String SERVE = "serve";

    private SavedModelFile() {}

    /**
     * The graph of a SavedModel that is for use: that with the tag {@code serve}.
     *
     * @param folder with {@code saved_model.pb}
     * @throws ModelFormatException if the folder holds no such file, or it is damaged, or holds no such graph
     */
    public static MetaGraph serving(Path folder) throws IOException {
        List<MetaGraph> graphs = read(folder);
        return graphs.stream()
                .filter(graph -> graph.tags().contains(SERVE))
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        folder.resolve(NAME),
                        "none of its graphs has the tag '" + SERVE + "'; their tags are "
                                + graphs.stream().map(MetaGraph::tags).toList() + "; save it for serving"));
    }

    private static List<MetaGraph> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            String why = Files.isRegularFile(folder.resolve(TEXT_NAME))
                    ? "only saved_model.pbtxt is there, and a graph as text is not supported; save it as " + NAME
                    : "not a SavedModel: it has no file " + NAME;
            throw new ModelFormatException(folder, why);
        }
        return parsed(file, MetaGraphReader::all);
    }

    /**
     * A frozen graph: a file {@code .pb} with a {@code GraphDef} whose weights are constants.
     *
     * @throws ModelFormatException if it is damaged or something else
     */
    public static GraphDef frozen(Path file) throws IOException {
        GraphDef graph = parsed(file, ProtoReader::graph);
        if (graph.nodes().isEmpty()) {
            throw new ModelFormatException(
                    file, "holds no nodes: not a frozen graph (a SavedModel is opened by its folder)");
        }
        return graph;
    }

    private static <T> T parsed(Path file, Reading<T> reading) throws IOException {
        ByteBuffer bytes = ProtoFile.bytes(file);
        if (!bytes.hasRemaining()) {
            throw new ModelFormatException(file, "is empty");
        }
        try {
            return reading.read(ProtoMessage.of(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(file, "is damaged or not TensorFlow's: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ProtoMessage message) throws IOException;
    }
}
