// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** All that a process needs to run trials of a search; it can be sent to other processes. */
public final class TrialSetup implements Serializable {
    private static final long serialVersionUID = 1;

    private final String modelName;
    private final byte[] model;
    private final String parent;
    private final TrialData data;
    private final int threads;
    private final String store;
    private final boolean firmware;

    /**
     * @param modelName the name of the model's file, for messages
     * @param model the bytes of the model's file, in a format of Keras
     * @param parent the model as {@link io.espalier.base.Provenance#parent} names it
     * @param data how the data are opened
     * @param threads for training and evaluation of one trial; results depend on it
     * @param store the folder of results, which every process sees under this name
     * @param firmware whether the C of each file is generated, to tell its {@code flash} and {@code arena}
     * @throws IllegalArgumentException if there is no thread
     */
    public TrialSetup(
            String modelName,
            byte[] model,
            String parent,
            TrialData data,
            int threads,
            String store,
            boolean firmware) {
        if (threads < 1) {
            throw new IllegalArgumentException("a trial needs 1 thread or more, not " + threads);
        }
        this.modelName = modelName;
        this.model = model.clone();
        this.parent = parent;
        this.data = data;
        this.threads = threads;
        this.store = store;
        this.firmware = firmware;
    }

    /** The name of the model's file. */
    public String modelName() {
        return modelName;
    }

    /** The bytes of the model's file, read-only. */
    public ByteBuffer model() {
        return ByteBuffer.wrap(model).asReadOnlyBuffer();
    }

    /** The model as {@link io.espalier.base.Provenance#parent} names it. */
    public String parent() {
        return parent;
    }

    /** How the data are opened. */
    public TrialData data() {
        return data;
    }

    /** The same with other data: those that another process gets. */
    public TrialSetup withData(TrialData other) {
        return new TrialSetup(modelName, model, parent, other, threads, store, firmware);
    }

    /** Threads of one trial. */
    public int threads() {
        return threads;
    }

    /** The folder of results. */
    public Path folder() {
        return Path.of(store);
    }

    /** Whether the C of each file is generated. */
    public boolean firmware() {
        return firmware;
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
