// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.train.StopSignal;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Runs trials, here or elsewhere. A trial that fails is a result with its error; it does not end the others. */
public interface TrialRunner {
    /**
     * Runs trials. Results that are in the store already are taken from there.
     *
     * @param setup what each process needs
     * @param trials in the order in which they begin, if they cannot all run at once
     * @param done gets each result as soon as it is there, from one thread at a time
     * @param stop ends the work soon when it is given; the results are then those that are done
     * @return the results in the order of the trials, without those that were not reached
     * @throws IOException if the store cannot be read or written
     */
    List<TrialResult> run(TrialSetup setup, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException;
}
