// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.experiment.runs.RunFile;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunFolder;
import io.espalier.experiment.runs.RunFolder.Found;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows one run. */
final class RunsShowCommand extends Subcommand {
    private final Argument<Path> run = arguments()
            .parameter(Path.class, "DIR|FILE", "A run file, a folder with one, or a file that a command made.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the run file as it is.");

    RunsShowCommand() {
        super("runs show small.tflite", "runs show espalier-lab/mnist");
    }

    @Override
    public Integer call() throws IOException {
        Found found = RunFolder.of(run.get());
        PrintWriter out = out();
        if (json.get()) {
            out.print(found.run().toJson());
            out.flush();
            return ExitCode.DONE;
        }
        RunFile shown = found.run();
        say("Command", ShellCommand.espalier(shown.arguments().toArray()));
        say("Called in", shown.folder() + ", seen from the run file");
        say("Started", String.format(Locale.US, "%s, took %.1f s", shown.started(), shown.seconds()));
        say("Versions", joined(shown.versions(), Set.of()));
        say("Machine", shown.platform() + ", " + shown.processors() + " processors");
        if (shown.seed() != null) {
            say("Seed", String.valueOf(shown.seed()));
        }
        say(
                "Settings",
                joined(
                        shown.settings(),
                        shown.inputs().stream().map(Input::role).collect(Collectors.toSet())));
        JsonNode recipe = shown.recipe();
        if (recipe != null) {
            say("Recipe", recipe.toString());
        }
        for (Input input : shown.inputs()) {
            say("Read", input.role() + " " + input.path() + described(input));
        }
        for (Output output : shown.outputs()) {
            say("Wrote", found.file().resolveSibling(output.path()) + described(output.bytes(), output.sha256()));
        }
        return ExitCode.DONE;
    }

    private static String described(Input input) {
        if (input.isNamed()) {
            return input.sha256().isEmpty() ? "" : " (SHA-256 " + input.sha256() + ")";
        }
        return described(input.bytes(), input.sha256());
    }

    private static String described(long bytes, String sha256) {
        return String.format(Locale.US, " (%,d bytes, SHA-256 %s)", bytes, sha256);
    }

    private static String joined(Map<String, String> values, Set<String> without) {
        return values.entrySet().stream()
                .filter(entry -> !without.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private void say(String what, String text) {
        out().println(terminal().fit(String.format(Locale.US, "%-10s  %s", what, text)));
    }
}
