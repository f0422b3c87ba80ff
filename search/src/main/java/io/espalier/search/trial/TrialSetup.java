// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * All that a process needs to run trials of a search.
 *
 * @param modelName the name of the model's file, in provenance
 * @param model the bytes of the model's file, in a format of Keras
 * @param parent the model as {@link io.espalier.base.Provenance#parent} names it
 * @param data how the data are opened
 * @param threads for training and evaluation of one trial; results depend on it
 * @param store the folder of results, which every process sees under this name
 * @param firmware whether the C of each file is generated, to tell its {@code flash} and {@code arena}
 */
public record TrialSetup(
        String modelName, byte[] model, String parent, TrialData data, int threads, String store, boolean firmware)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if there is no thread */
    public TrialSetup {
        if (threads < 1) {
            throw new IllegalArgumentException("a trial needs 1 thread or more, not " + threads);
        }
    }

    /** The folder of results. */
    public Path folder() {
        return Path.of(store);
    }

    /**
     * Reads the model and opens the data. What comes of it runs any number of trials, also on several threads at once.
     *
     * @throws IOException if the model or the data cannot be read, or the folder cannot be made
     */
    public TrialBench open() throws IOException {
        return TrialBench.of(this, data.open());
    }
}
