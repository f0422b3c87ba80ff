// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.format.ModelFormat;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the formats of models. */
final class FormatsCommand extends Subcommand {
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    FormatsCommand() {
        super("formats", "formats --json");
    }

    @Override
    public Integer call() {
        if (json.get()) {
            out().println(JsonTree.indented(toJson()));
            return ExitCode.DONE;
        }
        PrintWriter out = out();
        out.printf(Locale.US, "%-12s  %-8s  %-13s  %s%n", "Format", "Files", "Espalier", "Versions and limits");
        for (ModelFormat<?> format : ModelFormats.all()) {
            out.println(terminal()
                    .fit(String.format(
                                    Locale.US,
                                    "%-12s  %-8s  %-13s  %s",
                                    format.id(),
                                    files(format),
                                    uses(format),
                                    format.about())
                            .stripTrailing()));
        }
        return ExitCode.DONE;
    }

    private static String uses(ModelFormat<?> format) {
        return Stream.of(format.isRead() ? "reads" : "", format.isWritten() ? "writes" : "")
                .filter(use -> !use.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String files(ModelFormat<?> format) {
        return format.extension().isEmpty() ? "folder" : format.extension();
    }

    private static ArrayNode toJson() {
        ArrayNode all = new JsonMapper().createArrayNode();
        for (ModelFormat<?> format : ModelFormats.all()) {
            ObjectNode entry = all.addObject()
                    .put("format", format.id())
                    .put("extension", format.extension())
                    .put("read", format.isRead())
                    .put("written", format.isWritten())
                    .put("about", format.about());
            ArrayNode holds = entry.putArray("holds");
            format.features().stream()
                    .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                    .sorted()
                    .forEach(holds::add);
        }
        return all;
    }
}
