// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.Folders;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.runs.RunComparison;
import io.espalier.experiment.runs.RunComparison.Difference;
import io.espalier.experiment.runs.RunComparison.Kind;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunFolder;
import io.espalier.experiment.runs.RunFolder.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a command again, elsewhere, and compares what it makes with what it made. */
final class RunsAgainCommand extends Subcommand {
    /** What they write holds times that they measured. */
    private static final Set<String> MEASURING = Set.of("compare", "benchmark");

    private final Argument<Path> run = arguments()
            .parameter(Path.class, "DIR|FILE", "A run file, a folder with one, or a file that a command made.");
    private final Argument<Path> output = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                                    "-o",
                                    OutputFile.FOLDER_LABEL,
                                    "A new folder that keeps what is made (default: nothing is kept).")
                            .names("-o", "--output"));
    private final Argument<Boolean> anyway = arguments().flag("--anyway", "Run although an input has changed since.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    RunsAgainCommand() {
        super("runs again small.tflite", "runs again espalier-lab/mnist -o again");
    }

    @Override
    public Integer call() throws IOException {
        Found old = RunFolder.of(run.get());
        RunAgain again = RunAgain.of(old, anyway.get(), terminal());
        Path named = output.orNull();
        if (named != null) {
            if (Files.exists(named)) {
                throw new UsageException(named + ": already exists; name a new folder");
            }
            return compare(old, again.into(Files.createDirectories(named), true));
        }
        Path folder = Files.createTempDirectory("espalier-again");
        try {
            return compare(old, again.into(folder, false));
        } finally {
            Folders.delete(folder);
        }
    }

    private int compare(Found old, Found now) {
        RunComparison comparison = RunComparison.of(old.run(), Map.of(), now.run(), Map.of());
        Map<String, Output> made = now.run().outputs().stream()
                .collect(Collectors.toMap(Output::path, each -> each, (one, other) -> other));
        List<String> lines = new ArrayList<>();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode outputs = tree.putArray("outputs");
        boolean isSame = true;
        boolean isMissing = false;
        boolean holdsTimes = MEASURING.contains(old.run().command());
        for (Output before : old.run().outputs()) {
            Output after = made.get(before.path());
            boolean equals = after != null && after.sha256().equals(before.sha256());
            isSame &= equals;
            isMissing |= after == null;
            lines.add(String.format(
                    Locale.US,
                    "%-7s  %s, %,d bytes%s",
                    equals ? "same" : after == null ? "missing" : "differs",
                    before.path(),
                    before.bytes(),
                    equals || after == null
                            ? ""
                            : String.format(Locale.US, "; now %,d", after.bytes())
                                    + (holdsTimes ? "; it holds measured times" : "")));
            outputs.addObject().put("path", before.path()).put("same", equals);
        }
        List<Difference> causes = comparison.differences().stream()
                .filter(each -> each.kind() != Kind.OUTPUT)
                .toList();
        causes.forEach(each -> lines.add(RunsCompareCommand.line(each)));
        String verdict = verdict(isSame, holdsTimes && !isMissing, causes);
        if (json.get()) {
            tree.put("same", isSame);
            ArrayNode all = tree.putArray("differences");
            causes.forEach(each -> all.addObject()
                    .put("kind", each.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", each.name())
                    .put("first", each.first())
                    .put("second", each.second()));
            out().println(JsonTree.indented(tree.put("verdict", verdict)));
        } else {
            lines.forEach(line -> out().println(terminal().fit(line)));
            out().println(terminal().fit(verdict));
        }
        return isSame ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }

    private static String verdict(boolean isSame, boolean holdsTimes, List<Difference> causes) {
        if (isSame) {
            return "The same bytes.";
        }
        if (holdsTimes) {
            return "Other bytes: what it makes holds times that are measured anew, so no run makes the same"
                    + (causes.isEmpty() ? "." : "; what else differs is told above.");
        }
        return causes.isEmpty()
                ? "Other bytes, although versions, machine, settings and inputs are the same: something in it is not deterministic."
                : "Other bytes; what differs is told above.";
    }
}
