// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.format.ModelSource;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.guard.GraphGuard;
import io.espalier.runtime.guard.InputNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A .tflite model in memory that is known to be sound: its graph is parsed and verified once, however many interpreters run it. They
 * all read the same bytes. Immutable, safe for several threads, and has nothing to close.
 */
public final class TfliteModel {
    // what the runtime's kernels expect of constants, and the schema of buffers
    private static final int ALIGNMENT = 16;

    private final String name;
    private final ByteBuffer bytes;
    private final Graph graph;
    private final boolean xnnpack;

    private TfliteModel(String name, ByteBuffer bytes, Graph graph) {
        this.name = name;
        this.bytes = bytes;
        this.graph = graph;
        GraphGuard.Verdict verdict = GraphGuard.judge(graph);
        if (verdict instanceof GraphGuard.Verdict.Refused refused) {
            throw new InterpreterException(name + ": " + refused.reason());
        }
        this.xnnpack = verdict instanceof GraphGuard.Verdict.Sound;
        NativeModel.verify(this);
    }

    /**
     * Reads a file; messages call the model by its path.
     *
     * @throws IOException if the file cannot be read
     * @throws InterpreterException if it holds no model that the runtime can run
     */
    public static TfliteModel read(Path file) throws IOException {
        try (ModelSource source = ModelSource.open(file)) {
            return read(source);
        }
    }

    /** The same of a file that is open; the model outlives it. */
    public static TfliteModel read(ModelSource file) throws IOException {
        if (file.size() > Integer.MAX_VALUE) {
            throw new InterpreterException(
                    file.path() + ": has " + file.size() + " bytes; a .tflite file has at most " + Integer.MAX_VALUE);
        }
        // not mapped: a mapped file that someone else cuts short would end the virtual machine
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
        file.read(bytes);
        return of(file.path().toString(), bytes.flip());
    }

    /**
     * The model that lies between the buffer's position and its limit. An aligned direct buffer is used where it lies and must not
     * change any more; any other is copied.
     *
     * @param name what messages call the model
     * @throws InterpreterException if the bytes hold no model that the runtime can run
     */
    public static TfliteModel of(String name, ByteBuffer bytes) {
        Objects.requireNonNull(name, "name");
        boolean usable = bytes.isDirect() && bytes.alignmentOffset(bytes.position(), ALIGNMENT) == 0;
        ByteBuffer aligned = usable ? bytes.slice() : direct(bytes.duplicate());
        return new TfliteModel(name, aligned, GraphGuard.read(name, aligned));
    }

    /**
     * The model that a graph is.
     *
     * @param name what messages call the model
     * @throws InterpreterException if the runtime cannot run it
     */
    public static TfliteModel of(String name, Graph graph) {
        Objects.requireNonNull(name, "name");
        return new TfliteModel(name, direct(ByteBuffer.wrap(GraphWriter.toBytes(graph))), graph);
    }

    private static ByteBuffer direct(ByteBuffer bytes) {
        return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
    }

    /** The path, or the name that the model was given. */
    public String name() {
        return name;
    }

    /** The parsed model. */
    public Graph graph() {
        return graph;
    }

    /** For each input the names that it has: that of its tensor, and those that signatures give it. */
    public List<Set<String>> inputNames() {
        Map<String, Integer> places = InputNames.of(graph);
        return IntStream.range(0, graph.main().inputs().size())
                .mapToObj(place -> places.entrySet().stream()
                        .filter(named -> named.getValue() == place)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()))
                .toList();
    }

    /** The model as a .tflite file has it, read-only. */
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer();
    }

    /** Whether XNNPACK may see it; TFLite's own kernels may see all. */
    boolean takesXnnpack() {
        return xnnpack;
    }

    /** The bytes where native code finds them. */
    ByteBuffer memory() {
        return bytes;
    }
}
