// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.model.Provenance;
import io.espalier.model.keras.KerasH5;
import io.espalier.train.ParametrizedResult;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.callback.ProgressBar;
import io.espalier.train.loss.Loss;
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
     * Trains a model on the labels.
     *
     * @param provenance of what comes of it
     * @throws LabStoppedException if the lab is asked to stop meanwhile
     */
    ParametrizedResult train(ParametrizedModel model, int epochs, Provenance provenance) throws IOException {
        Trainer trainer = trainer(
                SparseCategoricalCrossentropy.fromProbabilities(), MnistLabSettings.LEARNING_RATE, epochs, provenance);
        return fit(trainer, model, data.train(), provenance);
    }

    /** Trains a model on the labels and on what a teacher answers; else as {@link #train}. */
    ParametrizedResult distil(
            ParametrizedModel student, Distillation distillation, float learningRate, int epochs, Provenance provenance)
            throws IOException {
        Trainer trainer = trainer(distillation.lossFor(student.raw()), learningRate, epochs, provenance);
        return fit(trainer, student, distillation.teach(data.train()), provenance);
    }

    private Trainer trainer(Loss loss, float learningRate, int epochs, Provenance provenance) {
        return Trainer.of(loss)
                .optimizer(Adam.of(learningRate))
                .batchSize(MnistLabSettings.BATCH_SIZE)
                .epochs(epochs)
                .validationSplit(MnistLabSettings.VALIDATION_SPLIT)
                .seed(settings.seed())
                .threads(settings.threads())
                .stopWhen(stop)
                .callbacks(
                        progressBar(),
                        ModelCheckpoint.ofEach((trained, epoch) -> KerasH5.write(trained, provenance, checkpoint())));
    }

    private ParametrizedResult fit(Trainer trainer, ParametrizedModel model, Dataset examples, Provenance provenance)
            throws IOException {
        ParametrizedResult result = trainer.fit(model, examples);
        if (stop.isGiven()) {
            KerasH5.write(result.model().strip(), provenance, checkpoint());
            throw new LabStoppedException(checkpoint());
        }
        Files.deleteIfExists(checkpoint());
        return result;
    }

    private Path checkpoint() {
        return settings.folder().resolve(CHECKPOINT);
    }

    private ProgressBar progressBar() {
        return console.interactive()
                ? ProgressBar.onTerminal(console.progress())
                : ProgressBar.plain(console.progress());
    }
}
