// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.ProgressListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Standard error as a person or a log file sees it. */
final class Terminal {
    /** Set by the launcher, which can ask the system; Java cannot. */
    private static final String INTERACTIVE = "espalier.terminal";

    private final PrintStream err;
    private final boolean interactive;

    private Terminal(PrintStream err, boolean interactive) {
        this.err = err;
        this.interactive = interactive;
    }

    static Terminal standardError() {
        return new Terminal(System.err, Boolean.getBoolean(INTERACTIVE));
    }

    PrintStream err() {
        return err;
    }

    boolean interactive() {
        return interactive;
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
            err.println("Fetched " + what + " (" + done + " bytes)");
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
