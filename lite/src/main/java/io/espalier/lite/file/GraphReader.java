// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.model.format.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads TFLite models. */
public final class GraphReader {

    private GraphReader() {}

    /**
     * The model in a file. The file is mapped into memory and its constants are views on it: it opens at once whatever its size,
     * and must not be changed or shortened while the graph is in use. Replacing it by a move is safe, but where the system does not
     * move files that are mapped, as Windows does not.
     *
     * @throws LiteFormatException if it is no TFLite model, or is damaged
     * @throws IOException if it cannot be read
     */
    public static Graph read(Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            return read(source);
        }
    }

    /** The same of a file that is open; the graph outlives it. */
    public static Graph read(ModelSource source) throws IOException {
        long size = source.size();
        ByteBuffer bytes = source.map(0, Math.min(size, Integer.MAX_VALUE));
        return decode(new FlatFile(source.path().toString(), bytes, size, source::map));
    }

    /**
     * The model in the remaining bytes of a buffer. Its constants are views on the buffer, which must not change.
     *
     * @throws LiteFormatException if it is no TFLite model, or is damaged
     */
    public static Graph read(ByteBuffer model) {
        return read("the model", model);
    }

    /**
     * The same.
     *
     * @param name what messages call the model
     */
    public static Graph read(String name, ByteBuffer model) {
        ByteBuffer bytes = model.slice();
        return decode(new FlatFile(name, bytes, bytes.limit(), (offset, length) -> bytes.slice((int) offset, length)));
    }

    private static Graph decode(FlatFile file) {
        try {
            return new GraphDecoder(file.root(Slots.IDENTIFIER, "Model", Slots.Model.COUNT)).graph();
        } catch (InvalidGraphException e) {
            LiteFormatException problem = file.problem(0, e.getMessage() + "; the file is damaged");
            problem.initCause(e);
            throw problem;
        }
    }
}
