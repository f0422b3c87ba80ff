// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Standard error as a person or a log file sees it, with as much on it as was asked for. */
final class Terminal {
    /** Set by the launcher, which can ask the system; Java cannot. */
    private static final String INTERACTIVE = "espalier.terminal";

    private final PrintStream err;
    private final Verbosity verbosity;
    private final boolean interactive;

    private Terminal(PrintStream err, Verbosity verbosity, boolean interactive) {
        this.err = err;
        this.verbosity = verbosity;
        this.interactive = interactive;
    }

    /** How much is said. */
    enum Verbosity {
        /** Errors and results. */
        QUIET,
        USUAL,
        /** What is read, with what, and how long it took, too. */
        VERBOSE
    }

    /** The terminal of a command. */
    static Terminal of(CommandSpec command) {
        return of(((Main) command.root().userObject()).verbosity());
    }

    static Terminal of(Verbosity verbosity) {
        boolean quiet = verbosity == Verbosity.QUIET;
        return new Terminal(
                quiet ? new PrintStream(OutputStream.nullOutputStream(), true) : System.err,
                verbosity,
                !quiet && Boolean.getBoolean(INTERACTIVE));
    }

    /** Where everything goes that is neither a result nor an error; quiet commands say nothing there. */
    PrintStream err() {
        return err;
    }

    /** Whether only results and errors are said. */
    boolean isQuiet() {
        return verbosity == Verbosity.QUIET;
    }

    /** Whether progress is drawn. */
    boolean interactive() {
        return interactive;
    }

    /** How wide the terminal is that results go to; empty where they go elsewhere. */
    OptionalInt width() {
        return Width.ofResults();
    }

    /** Text of a result in lines that fit the terminal; as it is where results go elsewhere. */
    String fit(String text) {
        return width().isEmpty() ? text : Paragraphs.fit(text, width().getAsInt());
    }

    /** Something that the user should know. */
    void note(String what) {
        err.println("Note: " + what);
    }

    /** What was done, by a verb in the past. */
    void done(String verb, String what) {
        err.printf(Locale.US, "%-9s  %s%n", verb, what);
    }

    /** A model file that is read: something to know only for those who ask for it. */
    void reads(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            detail("Reading", file::toString);
            return;
        }
        long bytes = Files.size(file);
        detail("Reading", () -> String.format(Locale.US, "%s (%,d bytes)", file, bytes));
    }

    /** What is done, in detail: worked out only for those who ask for it. */
    void detail(String verb, Supplier<String> what) {
        if (verbosity == Verbosity.VERBOSE) {
            done(verb, what.get());
        }
    }

    /** A command that a user may like to try then: its words behind the name of the program. Not said where results are lost. */
    void next(Object... words) {
        if (System.out.checkError()) {
            return;
        }
        err.println("Next: " + ShellCommand.espalier(words));
    }

    /** Draws a bar for each transfer on a terminal, and prints a line for each elsewhere. */
    ProgressListener transfers() {
        return interactive ? new Bars(" MB", 1 << 20) : this::line;
    }

    /** Draws a bar for samples that are run, on a terminal only. */
    ProgressListener samples() {
        return interactive ? new Bars("", 1) : ProgressListener.NONE;
    }

    private void line(String what, long done, long total) {
        if (done == total) {
            err.println("Downloaded " + what + " (" + done + " bytes)");
        }
    }

    /** One bar at a time: what they show comes one after the other. */
    private final class Bars implements ProgressListener {
        private final String unit;
        private final long unitSize;
        private @Nullable ProgressBar bar;

        Bars(String unit, long unitSize) {
            this.unit = unit;
            this.unitSize = unitSize;
        }

        @Override
        public void progress(String what, long done, long total) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName(what)
                        .setUnit(unit, unitSize)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(err))
                        .build();
            }
            bar.stepTo(done);
            if (done == total) {
                bar.close();
                bar = null;
            }
        }
    }
}
