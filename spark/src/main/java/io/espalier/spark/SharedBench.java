// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialSetup;
import io.espalier.train.StopSignal;
import io.espalier.train.library.TensorFlowLibrary;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** What an executor needs for trials, opened once, however many of them it runs. */
final class SharedBench implements Serializable {
    private static final long serialVersionUID = 1;

    private final TrialSetup setup;
    private final String mark;
    private transient @Nullable TrialBench opened;

    /** @param mark a file that the driver has made in the folder of results */
    SharedBench(TrialSetup setup, String mark) {
        this.setup = setup;
        this.mark = mark;
    }

    /**
     * Runs a trial on this executor.
     *
     * @throws ClusterException if no trial can run here; names the machine
     * @throws IOException if the store cannot be read or written
     */
    TrialResult run(Trial trial) throws IOException {
        return here().run(trial, new StopSignal())
                .orElseThrow(() -> new EspalierException.Interrupted("trial " + trial.id()));
    }

    private synchronized TrialBench here() throws IOException {
        if (opened == null) {
            requireNativeLibraries();
            requireSameFolder();
            opened = setup.open();
        }
        return opened;
    }

    private static void requireNativeLibraries() {
        try {
            Interpreter.runtimeVersion();
            TensorFlowLibrary.load();
        } catch (EspalierException | LinkageError e) {
            throw ClusterException.failed(
                    "the executor on " + Host.name() + " cannot run trials: " + e.getMessage()
                            + "; send it the jars of TFLite and TensorFlow for its platform, or install them there (docs/spark.md)",
                    e);
        }
    }

    private void requireSameFolder() {
        if (!Files.exists(setup.folder().resolve(mark))) {
            throw ClusterException.failed(
                    "the executor on " + Host.name() + " does not see the folder of results of the driver, "
                            + setup.folder().toAbsolutePath()
                            + "; use a folder that all machines share, under the same name");
        }
    }
}
