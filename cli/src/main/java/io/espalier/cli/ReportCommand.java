// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.AtomicFile;
import io.espalier.experiment.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows the report of a lab or of compress again. */
final class ReportCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> given =
            arguments().parameter(Path.class, "DIR", "The folder of a lab or of compress, with its report.json.");
    private final Argument<Path> html = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--html",
                            "FILE",
                            "Write the HTML page with charts, which works offline, instead of printing the table."));
    private final Argument<Boolean> force = arguments().flag("--force", "Overwrite FILE if it exists.");

    ReportCommand() {
        super("report espalier-lab/mnist", "report espalier-lab/mnist --html page.html");
    }

    @Override
    public Integer call() throws IOException {
        if (html.orNull() != null) {
            OutputFile.claimPage(html.orNull(), force.get());
        }
        Path folder = folder();
        Report report = Report.read(folder);
        Terminal terminal = terminal();
        if (html.orNull() != null) {
            AtomicFile.write(html.orNull(), report.toHtml(folder).getBytes(StandardCharsets.UTF_8));
            terminal.done(
                    "Wrote",
                    html.orNull() + " (" + report.variants().size()
                            + (report.variants().size() == 1 ? " file)" : " files)"));
            run.read("DIR", folder.resolve(Report.FILE_NAME));
            run.writeBesideFile(html.orNull(), terminal);
            return ExitCode.DONE;
        }
        out().println(report.toText(terminal.width()));
        if (!report.verdict().isEmpty()) {
            out().println(terminal.fit(report.verdict()));
        }
        report.recommended()
                .map(chosen -> folder.resolve(chosen.name()))
                .filter(Files::exists)
                .ifPresent(chosen -> terminal.next("inspect", chosen));
        return ExitCode.DONE;
    }

    private Path folder() {
        Path path = given.get();
        if (!Files.isRegularFile(path)) {
            return path;
        }
        if (path.endsWith(Report.FILE_NAME)) {
            return path.resolveSibling("");
        }
        throw new UsageException(path + " is a file; report takes the folder of a lab or of compress");
    }
}
