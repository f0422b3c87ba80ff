// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.runs.RunComparison;
import io.espalier.experiment.runs.RunComparison.Difference;
import io.espalier.experiment.runs.RunComparison.Kind;
import io.espalier.experiment.runs.RunFigures;
import io.espalier.experiment.runs.RunFolder;
import io.espalier.experiment.runs.RunFolder.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Compares two runs. */
final class RunsCompareCommand extends Subcommand {
    private final Argument<List<Path>> runs = arguments()
            .parameters(
                    Path.class,
                    "DIR|FILE",
                    true,
                    "Two of them, each a run file, a folder with one, or a file that a command made.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    RunsCompareCommand() {
        super("runs compare small.tflite other.tflite", "runs compare espalier-lab/mnist mnist-2");
    }

    @Override
    public Integer call() throws IOException {
        if (runs.get().size() != 2) {
            throw new UsageException("compare takes two runs, not " + runs.get().size());
        }
        Found first = RunFolder.of(runs.get().get(0));
        Found second = RunFolder.of(runs.get().get(1));
        RunComparison comparison = RunComparison.of(
                first.run(), RunFigures.in(first.folder()), second.run(), RunFigures.in(second.folder()));
        if (json.get()) {
            out().println(JsonTree.indented(toJson(first, second, comparison)));
            return ExitCode.DONE;
        }
        for (Difference each : comparison.differences()) {
            out().println(terminal().fit(line(each)));
        }
        out().println(terminal().fit(summary(comparison)));
        return ExitCode.DONE;
    }

    static String line(Difference each) {
        return String.format(
                Locale.US, "%-8s  %s: %s | %s", name(each.kind()), each.name(), each.first(), each.second());
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String summary(RunComparison comparison) {
        boolean hasSameBytes = comparison.of(Kind.OUTPUT).isEmpty();
        if (comparison.hasSameCause()) {
            return hasSameBytes
                    ? "Same command, settings, inputs and versions; same bytes."
                    : "Same command, settings, inputs and versions, but other bytes: something in it is not deterministic.";
        }
        String causes = comparison.differences().stream()
                .map(Difference::kind)
                .filter(kind -> kind != Kind.OUTPUT && kind != Kind.FIGURE)
                .distinct()
                .map(RunsCompareCommand::name)
                .collect(Collectors.joining(", "));
        return (hasSameBytes ? "Same bytes" : "Other bytes") + "; what differs before: " + causes + ".";
    }

    private static ObjectNode toJson(Found first, Found second, RunComparison comparison) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("first", first.file().toString());
        json.put("second", second.file().toString());
        json.put("sameCause", comparison.hasSameCause());
        json.put("sameBytes", comparison.of(Kind.OUTPUT).isEmpty());
        ArrayNode all = json.putArray("differences");
        comparison
                .differences()
                .forEach(each -> all.addObject()
                        .put("kind", name(each.kind()))
                        .put("name", each.name())
                        .put("first", each.first())
                        .put("second", each.second()));
        return json;
    }
}
