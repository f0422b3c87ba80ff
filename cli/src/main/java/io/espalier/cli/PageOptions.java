// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.graph.GraphPage;
import io.espalier.experiment.page.graph.NodeData;
import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Options that write what inspect finds to files that draw it: a page of HTML, and node data of Model Explorer. */
final class PageOptions {
    private final Argument<Path> html;
    private final Argument<Path> nodeData;
    private final Argument<Boolean> force;

    PageOptions(Arguments arguments) {
        html = arguments.option(
                Path.class,
                Arguments.named(
                        "--html",
                        OutputFile.LABEL,
                        "Write an HTML page with the graph drawn, which works offline, instead of printing the text."));
        nodeData = arguments.option(
                Path.class,
                Arguments.named(
                        "--node-data",
                        OutputFile.FOLDER_LABEL,
                        "Write figures of each operator for Google's Model Explorer, as JSON files that it shows on the graph of a .tflite file."));
        force = arguments.flag("--force", "Overwrite files that exist.");
    }

    /** Makes sure of what is to be written. */
    void claim(Path model) throws IOException {
        @Nullable Path page = html.orNull();
        if (page != null) {
            OutputFile.claimPage(page, model, force.get());
        }
        @Nullable Path folder = nodeData.orNull();
        if (folder == null) {
            if (page == null && force.get()) {
                throw new UsageException("--force goes with --html or --node-data: inspect writes no other file");
            }
            return;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + ": this is a file; --node-data takes a folder");
        }
        if (Files.isDirectory(folder) && !force.get()) {
            throw UsageException.replacing(
                    folder + ": this folder exists; name a new one, or add --force",
                    folder,
                    OutputFile.suggestion(folder, ""));
        }
    }

    /** Refuses node data of what Model Explorer would show as another graph. */
    void check(InputModel model) {
        if (nodeData.orNull() != null && !model.isTflite()) {
            throw new UsageException(
                    model.path()
                            + ": node data go with a .tflite file, and Model Explorer draws other files in operators of their own; convert it first",
                    ShellCommand.espalier(
                            "convert", model.path(), "-o", OutputFile.suggestion(model.path(), ".tflite")));
        }
    }

    /** Writes what was asked for, each with the run file of the command; false if nothing was. */
    boolean write(Inspection inspection, RunNotes run, Terminal terminal) throws IOException {
        boolean isPage = writePage(() -> GraphPage.of(inspection, ""), run, terminal);
        @Nullable Path folder = nodeData.orNull();
        if (folder != null) {
            Map<String, ObjectNode> documents = NodeData.of(inspection);
            Files.createDirectories(folder);
            for (Map.Entry<String, ObjectNode> document : documents.entrySet()) {
                AtomicFile.write(
                        folder.resolve(document.getKey()),
                        JsonTree.print(document.getValue()).getBytes(StandardCharsets.UTF_8));
            }
            terminal.done("Wrote", folder + " (" + String.join(", ", documents.keySet()) + ")");
            run.writeInto(folder, documents.keySet(), terminal);
        }
        return isPage || folder != null;
    }

    /** Whether node data were asked for. */
    boolean asksForNodeData() {
        return nodeData.orNull() != null;
    }

    /** Writes the page with its run file, if it was asked for; false if not. */
    boolean writePage(Supplier<Page> made, RunNotes run, Terminal terminal) throws IOException {
        @Nullable Path page = html.orNull();
        if (page == null) {
            return false;
        }
        made.get().write(page);
        terminal.done("Wrote", page.toString());
        run.writeBesideFile(page, terminal);
        return true;
    }
}
