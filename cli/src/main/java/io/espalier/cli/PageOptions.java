// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.graph.GraphPage;
import io.espalier.experiment.page.graph.NodeData;
import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Options that write what inspect finds to files that draw it: a page of HTML, and node data of Model Explorer. */
final class PageOptions {
    private final Argument<Path> html;
    private final NodeDataFolder nodeData;
    private final Argument<Boolean> force;

    PageOptions(Arguments arguments) {
        html = arguments.option(
                Path.class,
                Arguments.named(
                        "--html",
                        OutputFile.LABEL,
                        "Write an HTML page with the graph drawn, which works offline, instead of printing the text."));
        nodeData = new NodeDataFolder(arguments);
        force = arguments.flag("--force", "Overwrite files that exist.");
    }

    /** Makes sure of what is to be written. */
    void claim(Path model) throws IOException {
        @Nullable Path page = html.orNull();
        if (page != null) {
            OutputFile.claimPage(page, model, force.get());
        }
        if (page == null && !nodeData.isAskedFor() && force.get()) {
            throw new UsageException("--force goes with --html or --node-data: inspect writes no other file");
        }
        nodeData.claim(force.get());
    }

    /** Refuses node data of what Model Explorer would show as another graph. */
    void check(InputModel model) {
        nodeData.check(model);
    }

    /**
     * Writes what was asked for, each with the run file of the command; false if nothing was.
     *
     * @param about a sentence for below the name of the model; empty for none
     */
    boolean write(Inspection inspection, String about, RunNotes run, Terminal terminal) throws IOException {
        boolean isPage = writePage(() -> GraphPage.of(inspection, about), run, terminal);
        if (nodeData.isAskedFor()) {
            nodeData.write(NodeData.of(inspection), run, terminal);
        }
        return isPage || nodeData.isAskedFor();
    }

    /** Whether node data were asked for. */
    boolean asksForNodeData() {
        return nodeData.isAskedFor();
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
