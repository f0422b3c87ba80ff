// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.EpochEnd;
import io.espalier.train.callback.EpochStart;
import io.espalier.train.callback.Step;
import io.espalier.train.callback.TrainEnd;
import io.espalier.train.callback.TrainStart;
import io.espalier.train.callback.TrainingControl;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.RunningMean;
import io.espalier.train.session.TrainingSession;
import io.espalier.train.session.TrainingSession.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One training of one model, from its first step to its last. */
final class Fit implements TrainingControl {
    private final Trainer settings;
    private final ParametrizedModel model;
    private final Dataset training;
    private final Optional<Dataset> validation;
    private final TrainingSession session;
    private final List<EpochRecord> finished = new ArrayList<>();
    private long steps;
    private boolean stopped;

    Fit(Trainer settings, ParametrizedModel model, Dataset training, Optional<Dataset> validation) {
        this.settings = settings;
        this.model = model;
        this.training = training;
        this.validation = validation;
        this.session = TrainingSession.open(
                model,
                training,
                settings.loss(),
                new TrainingSession.Settings(
                        settings.optimizer(), settings.batchSize(), settings.seed(), settings.threads()));
    }

    ParametrizedResult run() {
        try (session) {
            int stepsPerEpoch = (training.size() + settings.batchSize() - 1) / settings.batchSize();
            try {
                tell(callback -> callback.onTrainStart(new TrainStart(
                        model.raw(),
                        settings.loss().name(),
                        settings.epochs(),
                        stepsPerEpoch,
                        validation.isPresent())));
                for (int epoch = 1; epoch <= settings.epochs() && !isStopped(); epoch++) {
                    run(epoch);
                }
            } finally {
                tell(callback -> callback.onTrainEnd(new TrainEnd(history(), this)));
            }
            return new ParametrizedResult(trained(), history());
        }
    }

    private void run(int epoch) {
        tell(callback -> callback.onEpochStart(new EpochStart(epoch)));
        long start = System.nanoTime();
        Optional<Metrics> metrics = steps(epoch);
        if (metrics.isEmpty()) {
            return;
        }
        session.project();
        EpochRecord end = new EpochRecord(
                epoch,
                metrics.get(),
                validation.map(session::evaluate),
                (System.nanoTime() - start) / 1e9,
                learningRate(steps - 1, epoch));
        finished.add(end);
        tell(callback -> callback.onEpochEnd(new EpochEnd(end, this::trained, this)));
    }

    /** The mean over the epoch; empty if it was cut short. */
    private Optional<Metrics> steps(int epoch) {
        RunningMean mean = new RunningMean();
        int[] order = new ExampleOrder(settings.seed(), settings.shuffle()).of(training.size(), epoch);
        int stepInEpoch = 0;
        try (TrainingSession.Epoch batches = session.epoch(order, steps + 1)) {
            while (batches.hasNext() && !settings.stopSignal().isGiven()) {
                float learningRate = learningRate(steps, epoch);
                StepResult result = batches.next(learningRate);
                requireNumber(result, learningRate);
                mean.add(result.metrics(), result.examples());
                steps = result.step();
                Step step = new Step(steps, epoch, ++stepInEpoch, mean.value(), learningRate);
                tell(callback -> callback.onStep(step));
            }
            return batches.hasNext() ? Optional.empty() : Optional.of(mean.value());
        }
    }

    private static void requireNumber(StepResult result, float learningRate) {
        double loss = result.metrics().loss();
        if (!Double.isFinite(loss)) {
            throw new TrainingException(
                    "the loss is " + loss + " at step " + result.step() + " with learning rate " + learningRate
                            + "; try a smaller learning rate, and look for values in the data that are no numbers");
        }
    }

    private float learningRate(long stepsBefore, int epoch) {
        return (float) settings.schedule().at(stepsBefore, epoch - 1);
    }

    private boolean isStopped() {
        return stopped || settings.stopSignal().isGiven();
    }

    private History history() {
        return new History(finished);
    }

    private ParametrizedModel trained() {
        return session.model(steps);
    }

    private void tell(Consumer<Callback> event) {
        settings.callbacks().forEach(event);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void use(ParametrizedModel other) {
        session.assign(other);
    }
}
