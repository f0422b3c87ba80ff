// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.export.SavedModelWriter;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensorflow.SavedModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes models for TensorFlow and TensorFlow Serving. */
final class SavedModelExporter implements Exporter {
    private final Argument<Integer> serving;

    SavedModelExporter(Arguments arguments) {
        serving = arguments.option(
                int.class,
                Arguments.named(
                        "--serving",
                        "VERSION",
                        "Write a saved-model for TensorFlow Serving: into DIR/VERSION, with a warm-up request."));
    }

    @Override
    public boolean writes(ModelFormat<?> format) {
        return format == SavedModelFormat.SAVED_MODEL;
    }

    @Override
    public boolean takesGraphs(ModelFormat<?> format) {
        return true;
    }

    @Override
    public List<String> given() {
        return Argument.given(serving);
    }

    @Override
    public Path claim(OutputFile output, Path source, ModelFormat<?> format) throws IOException {
        if (!isForServing()) {
            return output.claimFolder(source, SavedModelFile.NAME);
        }
        UsageException.requireOneOrMore("--serving", serving.get());
        Path folder = output.path();
        OutputFile.requireNoFileName(folder);
        if (Files.isRegularFile(folder)) {
            throw new UsageException(folder + ": this is a file; the model is written into a folder");
        }
        if (Files.exists(folder.resolve(SavedModelFile.NAME))) {
            throw UsageException.replacing(
                    folder
                            + ": this is a SavedModel itself; versions for TensorFlow Serving go into a folder of their own",
                    folder,
                    OutputFile.suggestion(folder, ""));
        }
        OutputFile.requireOutside(folder, source, "");
        Path version = folder.resolve(String.valueOf(serving.get()));
        if (Files.exists(version)) {
            throw new UsageException(version + ": already exists; a server may be using it: give another version");
        }
        return folder;
    }

    @Override
    public ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException {
        exported.noteLosses(format);
        Graph graph = exported.source().graph();
        Provenance provenance = exported.provenance("export " + format.id());
        Path target = exported.target();
        if (isForServing()) {
            SavedModelWriter.writeForServing(graph, provenance, target, serving.get());
            target = target.resolve(String.valueOf(serving.get()));
        } else {
            SavedModelWriter.write(graph, provenance, target);
        }
        long bytes;
        try (ModelSource written = ModelSource.open(target)) {
            bytes = written.size();
        }
        exported.terminal()
                .done(
                        "Exported",
                        String.format(
                                Locale.US,
                                "%s to %s (%,d bytes)",
                                exported.source().path(),
                                target,
                                bytes));
        return new JsonMapper().createObjectNode().put("bytes", bytes);
    }

    private boolean isForServing() {
        return !given().isEmpty();
    }
}
