// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.model.Provenance;
import io.espalier.model.keras.KerasH5;
import io.espalier.train.ParametrizedResult;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.callback.ProgressBar;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains for the lab, shows how far it is, and keeps what was learned when the lab is asked to stop. */
final class LabTraining {
    private static final String CHECKPOINT = "checkpoint.h5";

    private final MnistLabSettings settings;
    private final LabConsole console;
    private final StopSignal stop;
    private final LabData data;

    LabTraining(MnistLabSettings settings, LabConsole console, StopSignal stop, LabData data) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.data = data;
    }

    /** How many steps an epoch has. */
    int stepsPerEpoch() {
        int trained = (int) Math.floor(data.train().size() * (1 - MnistLabSettings.VALIDATION_SPLIT));
        return (trained + MnistLabSettings.BATCH_SIZE - 1) / MnistLabSettings.BATCH_SIZE;
    }

    /**
     * Trains a model.
     *
     * @param provenance of what comes of it
     * @throws LabStoppedException if the lab is asked to stop meanwhile
     */
    ParametrizedResult train(ParametrizedModel model, int epochs, Provenance provenance) throws IOException {
        Path checkpoint = settings.folder().resolve(CHECKPOINT);
        ParametrizedResult result = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .optimizer(Adam.of(MnistLabSettings.LEARNING_RATE))
                .batchSize(MnistLabSettings.BATCH_SIZE)
                .epochs(epochs)
                .validationSplit(MnistLabSettings.VALIDATION_SPLIT)
                .seed(settings.seed())
                .threads(settings.threads())
                .stopWhen(stop)
                .callbacks(
                        progressBar(),
                        ModelCheckpoint.ofEach((trained, epoch) -> KerasH5.write(trained, provenance, checkpoint)))
                .fit(model, data.train());
        if (stop.isGiven()) {
            KerasH5.write(result.model().strip(), provenance, checkpoint);
            throw new LabStoppedException(checkpoint);
        }
        Files.deleteIfExists(checkpoint);
        return result;
    }

    private ProgressBar progressBar() {
        return console.interactive()
                ? ProgressBar.onTerminal(console.progress())
                : ProgressBar.plain(console.progress());
    }
}
