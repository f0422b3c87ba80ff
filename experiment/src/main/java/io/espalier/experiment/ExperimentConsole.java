// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Where an experiment prints its progress and results.
 *
 * @param results receives the results: the summary of the model and the table
 * @param progress receives everything else
 * @param interactive whether progress goes to a terminal, where a line can be overwritten
 * @param transfers is notified of downloads
 */
public record ExperimentConsole(
        PrintStream results, PrintStream progress, boolean interactive, ProgressListener transfers) {
    /** Prints something that the user should know. */
    public void note(String what) {
        progress.println("Note: " + what);
    }

    /** Prints a line of progress.
     *
     * @param verb a short word for the step, such as {@code Training}
     * @param what the rest of the line */
    public void step(String verb, String what) {
        progress.printf(Locale.US, "%-10s %s%n", verb, what);
    }
}
