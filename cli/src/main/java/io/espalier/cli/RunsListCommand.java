// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.runs.RunFile;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunFolder;
import io.espalier.experiment.runs.RunFolder.Found;
import io.espalier.experiment.runs.RunFolder.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists runs. */
final class RunsListCommand extends Subcommand {
    private final Argument<List<Path>> folders = arguments()
            .parameters(
                    Path.class, OutputFile.FOLDER_LABEL, false, "Folders to look in (default: the current folder).");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    RunsListCommand() {
        super("runs list", "runs list espalier-lab --json");
    }

    @Override
    public Integer call() throws IOException {
        @Nullable List<Path> named = folders.orNull();
        List<Path> all = named == null || named.isEmpty() ? List.of(Path.of("")) : named;
        ArrayNode tree = JsonNodeFactory.instance.arrayNode();
        boolean isFirst = true;
        for (Path folder : all) {
            if (Files.isRegularFile(folder)) {
                throw new UsageException(
                        folder + ": a file; list takes folders", ShellCommand.espalier("runs", "show", folder));
            }
            Runs runs = RunFolder.below(folder);
            runs.refused().forEach(terminal()::note);
            if (runs.runs().isEmpty()) {
                terminal()
                        .note((folder.toString().isEmpty() ? "the current folder" : folder)
                                + ": no run file in it or below");
            }
            for (Found found : runs.runs()) {
                if (json.get()) {
                    add(tree, found);
                    continue;
                }
                if (isFirst) {
                    out().println(line("Started", "Took", "Command", "Made"));
                }
                isFirst = false;
                out().println(terminal().fit(row(found)));
            }
        }
        if (json.get()) {
            out().println(JsonTree.indented(tree));
        }
        return ExitCode.DONE;
    }

    private static String row(Found found) {
        RunFile run = found.run();
        return line(
                run.started(),
                String.format(Locale.US, "%.1f s", run.seconds()),
                run.command(),
                made(found) + state(found));
    }

    private static String line(String started, String took, String command, String made) {
        return String.format(Locale.US, "%-20s  %9s  %-17s  %s", started, took, command, made);
    }

    private static String made(Found found) {
        Path file = found.file();
        String name = String.valueOf(file.getFileName());
        if (name.equals(RunFile.NAME)) {
            int files = found.run().outputs().size();
            return file.resolveSibling("").toString() + " (" + files + (files == 1 ? " file)" : " files)");
        }
        return file.resolveSibling(name.substring(0, name.length() - RunFile.ENDING.length()))
                .toString();
    }

    // Looks at sizes alone, so that a list of large files is there at once.
    private static String state(Found found) {
        for (Output output : found.run().outputs()) {
            Path file = found.output(output);
            if (!Files.exists(file)) {
                return ", of which " + output.path() + " is missing";
            }
        }
        return "";
    }

    private static void add(ArrayNode tree, Found found) {
        RunFile run = found.run();
        ObjectNode entry = tree.addObject()
                .put("file", found.file().toString())
                .put("command", run.command())
                .put("started", run.started())
                .put("seconds", run.seconds())
                .put("espalier", run.versions().get(RunFile.ESPALIER));
        ArrayNode outputs = entry.putArray("outputs");
        run.outputs()
                .forEach(output -> outputs.addObject()
                        .put("path", found.file().resolveSibling(output.path()).toString())
                        .put("bytes", output.bytes())
                        .put("sha256", output.sha256())
                        .put("exists", Files.exists(found.output(output))));
    }
}
