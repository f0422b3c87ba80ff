// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.model.format.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads TFLite models. */
public final class GraphReader {

    private GraphReader() {}

    /**
     * Reads a file. The file is mapped into memory, and constants are views on it, so that files of any size open at once. It must not be
     * changed or shortened while the graph is in use. Replacing it by a move is safe, except on Windows, which refuses it.
     *
     * @throws io.espalier.model.ModelFormatException if it is not a TFLite model, or is damaged
     * @throws IOException if it cannot be read
     */
    public static Graph read(Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            return read(source);
        }
    }

    /** Whether the source starts as a TFLite file does, with the identifier {@code TFL3}. */
    public static boolean recognizes(ModelSource source) {
        return new String(source.start(), StandardCharsets.US_ASCII)
                .startsWith(Slots.IDENTIFIER, Slots.IDENTIFIER_PLACE);
    }

    /** Reads an open source; the graph stays valid after it is closed. */
    public static Graph read(ModelSource source) throws IOException {
        long size = source.size();
        ByteBuffer bytes = source.map(0, Math.min(size, Integer.MAX_VALUE));
        return decode(new FlatFile(source.path().toString(), bytes, size, source::map));
    }

    /**
     * Reads the remaining bytes of a buffer. Constants are views on the buffer, which must not change.
     *
     * @throws io.espalier.model.ModelFormatException if it is not a TFLite model, or is damaged
     */
    public static Graph read(ByteBuffer model) {
        return read("the model", model);
    }

    /**
     * Reads the remaining bytes of a buffer.
     *
     * @param name the name of the model in messages
     */
    public static Graph read(String name, ByteBuffer model) {
        ByteBuffer bytes = model.slice();
        return decode(new FlatFile(name, bytes, bytes.limit(), (offset, length) -> bytes.slice((int) offset, length)));
    }

    private static Graph decode(FlatFile file) {
        try {
            return new GraphDecoder(
                            file.root(Slots.IDENTIFIER, "Model", Slots.Model.COUNT), AssociatedFiles.behind(file))
                    .graph();
        } catch (InvalidGraphException e) {
            LiteFormatException problem = file.problem(0, e.getMessage() + "; the file is damaged");
            problem.initCause(e);
            throw problem;
        }
    }
}
