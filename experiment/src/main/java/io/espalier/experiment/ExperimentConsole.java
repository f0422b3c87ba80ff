// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.ProgressListener;
import java.io.PrintStream;

/**
 * Where a lab says what it does.
 *
 * @param results what was asked for: the model's summary, the table
 * @param progress everything else
 * @param interactive whether progress goes to a terminal, where a line may be drawn again
 * @param transfers hears of downloads
 */
public record ExperimentConsole(
        PrintStream results, PrintStream progress, boolean interactive, ProgressListener transfers) {
    /** A line of progress: a short word for what was done, and the rest. */
    public void step(String verb, String what) {
        progress.printf("%-10s %s%n", verb, what);
    }
}
