// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.internal.OutputFolder;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.runs.RunFile;
import io.espalier.experiment.runs.RunInputs;
import io.espalier.lab.LabPlan;
import io.espalier.search.run.SearchPlan;
import io.espalier.search.run.SearchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What labs have in common. */
final class LabOptions {
    private final Argument<Boolean> strict;
    private final Argument<Path> out;
    private final Argument<Long> seed;
    private final Argument<Boolean> dryRun;
    private final TrainingOptions training;
    private final RunNotes notes;

    LabOptions(Arguments arguments, RunNotes notes) {
        this.notes = notes;
        strict = arguments.flag("--strict", DataArgument.STRICT);
        out = arguments.option(
                Path.class,
                Arguments.named(
                        "--out", OutputFile.FOLDER_LABEL, "Output folder (default: a new folder in espalier-lab)."));
        seed = arguments.option(
                long.class,
                Arguments.named("--seed", "N", "Random seed (default: ${DEFAULT-VALUE}).")
                        .defaultValue("42"));
        dryRun = arguments.flag(
                "--dry-run",
                "Say what would be done (steps, files, time), and write nothing. Opens the data, and trains a few steps to tell the time.");
        training = new TrainingOptions(arguments);
    }

    boolean strict() {
        return strict.get();
    }

    long seed() {
        return seed.get();
    }

    int threads() {
        return training.threads();
    }

    boolean resume() {
        return training.resume();
    }

    boolean tensorBoard() {
        return training.tensorBoard();
    }

    /**
     * The folder that was named, once it is clear that it may be written, else a new one.
     *
     * @throws UsageException as {@link TrainingOptions#claim}, or if unfinished work is to be resumed nobody knows where
     */
    Path folder(String lab) throws IOException {
        if (out.orNull() == null && training.resume()) {
            throw new UsageException("--resume needs the folder of the stopped run: add --out DIR");
        }
        return out.orNull() == null ? training.claimNew(lab) : training.claim(out.orNull());
    }

    /** Whether the lab is only to say what it would do. */
    boolean isDry() {
        return dryRun.get();
    }

    /** The folder that {@link #folder} would give, which is not made. */
    Path examined(String lab) throws IOException {
        return training.examine(out.orNull() == null ? OutputFolder.free(lab) : out.orNull());
    }

    /** Prints what a lab would do. */
    int plan(Terminal terminal, PrintWriter out, Planning<LabPlan> lab) throws IOException {
        LabPlanText text = new LabPlanText(lab.plan(console(terminal)));
        out.println(training.json() ? JsonTree.indented(text.toJson()) : terminal.fit(text.toText()));
        return ExitCode.DONE;
    }

    /** Prints what the search of a lab would do. */
    int planOfSearch(Terminal terminal, PrintWriter out, Planning<SearchPlan> search) throws IOException {
        SearchPlan plan = search.plan(console(terminal));
        terminal.note("before the search the lab trains its teacher and the student, which is not counted here");
        out.println(training.json() ? SearchPlanText.json(plan) : terminal.fit(SearchPlanText.of(plan)));
        return ExitCode.DONE;
    }

    private static ExperimentConsole console(Terminal terminal) {
        return new ExperimentConsole(terminal.err(), terminal.err(), terminal.interactive(), terminal.transfers());
    }

    /** Finds out what would be done. */
    @FunctionalInterface
    interface Planning<P> {
        P plan(ExperimentConsole console) throws IOException;
    }

    /**
     * Searches for the recipe of a lab, prints what was found, and says where its files are.
     *
     * @param below the folder of what was found, in that of the lab
     * @return the exit code
     */
    int search(
            Terminal terminal,
            TrainingOptions.Work<SearchReport> search,
            Function<SearchReport, String> text,
            Path folder,
            String below)
            throws IOException {
        Optional<SearchReport> report =
                training.run(terminal, search, found -> training.json() ? found.toJson() : text.apply(found));
        if (report.isEmpty() || report.get().chosen().isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        notes.seed(seed());
        List<RunFile.Output> outputs = new ArrayList<>();
        for (String name : List.of(
                SearchReport.FILE_NAME,
                SearchReport.PAGE_NAME,
                SearchReport.RECIPE_NAME,
                report.get().fileName())) {
            Path file = folder.toAbsolutePath().resolve(below).resolve(name);
            outputs.add(RunInputs.written(folder.toAbsolutePath(), file));
        }
        notes.writeInto(folder, outputs, terminal);
        terminal.err().println("Output files: " + folder.resolve(below));
        if (!training.json()) {
            terminal.next("inspect", folder.resolve(below).resolve(report.get().fileName()));
        }
        return ExitCode.DONE;
    }

    /**
     * Runs a lab, prints its report, and says where its files are.
     *
     * @param next the words of a command that a user may like to try then
     * @return the exit code
     */
    int run(Terminal terminal, TrainingOptions.Work<Report> lab, Path folder, Object... next) throws IOException {
        Optional<Report> report = training.run(terminal, lab);
        if (report.isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        notes.seed(seed());
        List<String> files =
                report.get().variants().stream().map(Report.Variant::name).toList();
        notes.writeReport(folder, report.get(), files, terminal);
        terminal.err().println("Output files: " + folder);
        if (!training.json()) {
            terminal.next(next);
        }
        return ExitCode.DONE;
    }
}
