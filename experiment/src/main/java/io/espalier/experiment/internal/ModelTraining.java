// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.evidence.CurveRecorder;
import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.model.keras.KerasFormat;
import io.espalier.train.LearningRateSchedule;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.callback.ProgressBar;
import io.espalier.train.callback.TensorBoard;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.TaskLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains for an experiment, shows how far it is, and keeps what was learned when it is asked to stop. */
public final class ModelTraining {
    private final ExperimentSettings settings;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final Tasks tasks;
    private final Dataset examples;
    private final UnfinishedWork work;
    private final List<CurveRecorder> courses = new ArrayList<>();

    /** @param tasks what the models are for that are trained */
    public ModelTraining(
            ExperimentSettings settings,
            ExperimentConsole console,
            StopSignal stop,
            Tasks tasks,
            Dataset examples,
            UnfinishedWork work) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.tasks = tasks;
        this.examples = tasks.labelled(examples);
        this.work = work;
    }

    /** How many steps an epoch has. */
    public int stepsPerEpoch() {
        return settings.stepsPerEpoch(examples.size());
    }

    /**
     * Trains a model on the labels.
     *
     * @param name of the training, for its folder of logs
     * @param provenance of what comes of it
     * @throws ExperimentException.Stopped if the experiment is asked to stop meanwhile
     */
    public TrainingResult<ParametrizedModel> train(
            String name, ParametrizedModel model, float learningRate, int epochs, Provenance provenance)
            throws IOException {
        Trainer trainer = trainer(name, TaskLoss.of(tasks), learningRate, epochs, provenance);
        return fit(trainer, model, examples, provenance);
    }

    /** Trains a model on the labels and on what a teacher answers; else as {@link #train}. */
    public TrainingResult<ParametrizedModel> distil(
            String name,
            ParametrizedModel student,
            Distillation distillation,
            float learningRate,
            int epochs,
            Provenance provenance)
            throws IOException {
        Distillation purposeful = distillation.withTasks(tasks);
        Trainer trainer = trainer(name, purposeful.lossFor(student.raw()), learningRate, epochs, provenance);
        return fit(trainer, student, purposeful.teach(examples), provenance);
    }

    /** The course of each training so far, in order. */
    public List<Curve> curves() {
        return courses.stream().map(CurveRecorder::curve).toList();
    }

    /** A trainer with the settings of an experiment: whoever trains with it gets the same weights. */
    public static Trainer trainer(ExperimentSettings settings, Loss loss, float learningRate, int epochs) {
        return Trainer.of(loss)
                .withOptimizer(Adam.of(learningRate))
                .withBatchSize(settings.batchSize())
                .withEpochs(epochs)
                .withValidationSplit(settings.validationSplit())
                .withSeed(settings.seed())
                .withThreads(settings.threads())
                .withAugmentation(settings.augmentation());
    }

    private Trainer trainer(String name, Loss loss, float learningRate, int epochs, Provenance provenance)
            throws IOException {
        Path unfinished = work.next();
        CurveRecorder course = new CurveRecorder(name);
        courses.add(course);
        Trainer trainer = trainer(settings, loss, learningRate, epochs)
                .withStopSignal(stop)
                .withCheckpoints(unfinished)
                .withCallbacks(
                        progressBar(),
                        course,
                        ModelCheckpoint.ofEach(
                                (trained, epoch) -> KerasFormat.H5.write(trained, provenance, work.model())));
        if (settings.decays()) {
            long steps = (long) epochs * stepsPerEpoch();
            trainer = trainer.withLearningRate(LearningRateSchedule.cosineDecay(learningRate, steps));
        }
        if (settings.tensorBoard()) {
            trainer = trainer.withCallbacks(
                    TensorBoard.to(settings.folder().resolve("logs").resolve(name)));
        }
        return Files.exists(unfinished) ? trainer.withResumeFrom(unfinished) : trainer;
    }

    private TrainingResult<ParametrizedModel> fit(
            Trainer trainer, ParametrizedModel model, Dataset dataset, Provenance provenance) throws IOException {
        TrainingResult<ParametrizedModel> result = trainer.fit(model, dataset);
        if (stop.isGiven()) {
            KerasFormat.H5.write(result.model().strip(), provenance, work.model());
            throw new ExperimentException.Stopped(work.model());
        }
        Files.deleteIfExists(work.model());
        return result;
    }

    private ProgressBar progressBar() {
        return console.interactive()
                ? ProgressBar.onTerminal(console.progress())
                : ProgressBar.plain(console.progress());
    }
}
