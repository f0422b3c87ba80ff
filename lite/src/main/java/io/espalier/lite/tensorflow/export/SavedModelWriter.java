// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.AtomicFolder;
import io.espalier.lite.Graph;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.model.tensorflow.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a graph of TFLite as a SavedModel that TensorFlow loads and serves: its signatures, weights as variables in {@code variables/}, and nodes that
 * restore them.
 *
 * <pre>{@code
 * SavedModelWriter.write(Converter.convert(model), null, Path.of("saved_model"));
 * SavedModelWriter.writeForServing(graph, null, Path.of("models/digits"), 1); // models/digits/1, with a warm-up request
 * }</pre>
 *
 * @see <a href="https://www.tensorflow.org/guide/saved_model">the SavedModel format</a>
 */
public final class SavedModelWriter {
    private static final String EXTRA = "assets.extra";
    private static final String WARM_UP = "tf_serving_warmup_requests";

    private SavedModelWriter() {}

    /**
     * Writes a SavedModel wholly or not at all. {@code saved_model.pb} comes last, so a folder that has it is complete. A SavedModel that is there is replaced.
     *
     * @param provenance where the model comes from, stored in {@code assets.extra}; null if that is not known
     * @throws ModelException if operators have no equivalent (names all), or the folder holds other files; nothing is written then
     * @throws IOException if a file cannot be written
     */
    public static void write(Graph graph, @Nullable Provenance provenance, Path folder) throws IOException {
        write(TensorFlowExport.export(graph, Dialect.TENSORFLOW), provenance, folder, null);
    }

    /**
     * Writes a SavedModel in the folder of its version, as TensorFlow Serving wants it, with a request that warms it up: one example of zeros.
     *
     * @param folder of the model, whose name is that of the model
     * @throws ModelException as {@link #write}
     */
    public static void writeForServing(Graph graph, @Nullable Provenance provenance, Path folder, int version)
            throws IOException {
        ExportedGraph exported = TensorFlowExport.export(graph, Dialect.TENSORFLOW);
        Path inner = folder.resolve(String.valueOf(version));
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        byte[] requests = WarmUp.requests(name, exported.signatures());
        write(exported, provenance, inner, requests);
    }

    private static void write(
            ExportedGraph exported, @Nullable Provenance provenance, Path folder, byte @Nullable [] requests)
            throws IOException {
        Checkpointing saved = Checkpointing.of(exported);
        MetaGraph graph = new MetaGraph(
                List.of("serve"), "", saved.graph(), saved.saver(), exported.signatures(), List.of(), List.of());
        byte[] bytes = ProtoWriter.savedModel(graph).toByteArray();
        check(folder);
        AtomicFolder.write(folder, SavedModelFile.NAME, temporary -> {
            Files.createDirectories(temporary.resolve("variables"));
            if (!exported.variables().isEmpty()) {
                CheckpointWriter.write(temporary.resolve("variables/variables"), exported.variables());
            }
            if (provenance != null) {
                SavedModelProvenance.write(provenance, temporary);
            }
            if (requests != null) {
                AtomicFile.write(temporary.resolve(EXTRA).resolve(WARM_UP), requests);
            }
            AtomicFile.write(temporary.resolve(SavedModelFile.NAME), bytes);
        });
    }

    /** Refuses a folder of other things. */
    private static void check(Path folder) throws IOException {
        if (Files.exists(folder.resolve(SavedModelFile.NAME)) || !Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new ModelException(folder + ": is a file; a SavedModel is a folder");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.equals("variables") && !name.equals(EXTRA)) {
                    throw new ModelException(
                            folder + ": holds '" + name + "' and is no SavedModel; choose a new or empty folder");
                }
            }
        }
    }
}
