// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The option that writes figures of operators as node data of Model Explorer, a JSON file for each figure. */
final class NodeDataFolder {
    private final Argument<Path> option;

    NodeDataFolder(Arguments arguments) {
        option = arguments.option(
                Path.class,
                Arguments.named(
                        "--node-data",
                        OutputFile.FOLDER_LABEL,
                        "Write figures of each operator for Google's Model Explorer, as JSON files that it shows on the graph of a .tflite file."));
    }

    /** Whether node data were asked for. */
    boolean isAskedFor() {
        return option.orNull() != null;
    }

    /**
     * Makes sure that the folder is new, or may be overwritten.
     *
     * @throws UsageException if it is a file, or a folder that is there
     */
    void claim(boolean force) {
        @Nullable Path folder = option.orNull();
        if (folder == null) {
            return;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + ": this is a file; --node-data takes a folder");
        }
        if (Files.isDirectory(folder) && !force) {
            throw UsageException.replacing(
                    folder + ": this folder exists; name a new one, or add --force",
                    folder,
                    OutputFile.suggestion(folder, ""));
        }
    }

    /** Refuses node data of what Model Explorer would show as another graph. */
    void check(InputModel model) {
        if (isAskedFor() && !model.isTflite()) {
            throw new UsageException(
                    model.path()
                            + ": node data go with a .tflite file, and Model Explorer draws other files in operators of their own; convert it first",
                    ShellCommand.espalier("convert", model.path(), "-o", OutputFile.proposal(model.path(), ".tflite")));
        }
    }

    /** Writes the documents, by the names of their files, with the run file of the command, if that was asked for. */
    void write(Map<String, ObjectNode> documents, RunNotes run, Terminal terminal) throws IOException {
        @Nullable Path folder = option.orNull();
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, ObjectNode> document : documents.entrySet()) {
            AtomicFile.write(
                    folder.resolve(document.getKey()),
                    JsonTree.print(document.getValue()).getBytes(StandardCharsets.UTF_8));
        }
        terminal.done("Wrote", folder + " (" + String.join(", ", documents.keySet()) + ")");
        run.writeInto(folder, documents.keySet(), terminal);
    }
}
