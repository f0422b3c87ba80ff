// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import io.espalier.model.Weights;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.EpochStart;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.checkpoint.TrainingPosition;
import io.espalier.train.history.History;
import io.espalier.train.history.TrainingException;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingMethod;
import io.espalier.train.session.TrainingSession;
import io.espalier.train.session.TrainingSession.StepResult;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One training of one model, from its first step, or from where it was stopped, to its last. */
final class Fit implements Callback.Control {
    private final TrainingSettings settings;
    private final TrainingMethod method;
    private final ParametrizedModel model;
    private final Dataset training;
    private final Optional<Dataset> validation;
    private final Checkpoints checkpoints;
    private final TrainingSession session;
    private final Map<String, Weights> kept = new LinkedHashMap<>();
    private TrainingPosition position;
    private long clock = System.nanoTime();
    private Optional<LastStep> lastStep = Optional.empty();
    private boolean stopped;

    private record LastStep(StepResult result, float learningRate) {
        @Override
        public String toString() {
            return result.metrics().loss() + " at step " + result.step() + " with learning rate " + learningRate;
        }
    }

    Fit(TrainingSettings settings, ParametrizedModel given, Dataset training, Optional<Dataset> validation) {
        this.settings = settings;
        this.method = settings.method();
        this.training = training;
        this.validation = validation;
        this.checkpoints = new Checkpoints(settings, given, training);
        Optional<TrainingCheckpoint> resumed = checkpoints.resumed();
        this.position = resumed.map(TrainingCheckpoint::position).orElseGet(() -> TrainingPosition.start(given.step()));
        this.model = resumed.map(checkpoint -> given.trained(checkpoint.variables(), position.firstStep()))
                .orElse(given);
        this.session = TrainingSession.open(model, training, method, settings.threads());
        settings.begun().ifPresent(optimizer -> session.assignKnownSlots(optimizer.slots()));
        resumed.ifPresent(checkpoint -> {
            session.assign(checkpoint.variables());
            session.assignSlots(checkpoint.slots());
            kept.putAll(checkpoint.kept());
        });
    }

    TrainingResult<ParametrizedModel> run() {
        try (session) {
            try {
                tell(callback -> callback.onTrainStart(start()));
                while (position.epoch() <= settings.epochs() && !isStopped()) {
                    run(position.epoch());
                }
                if (settings.stopSignal().isGiven()) {
                    requireFiniteWeights();
                    keepCheckpoint();
                }
            } catch (RuntimeException e) {
                if (!isInterruption(e)) {
                    throw e;
                }
                keepInterrupted();
                throw new EspalierException.Interrupted("training");
            } finally {
                tell(callback -> callback.onTrainEnd(new TrainEnd(position.history(), this)));
            }
            return new TrainingResult<>(trained(), position.history());
        }
    }

    private static boolean isInterruption(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof EspalierException.Interrupted
                        || failure instanceof ClosedByInterruptException
                        || isInterruption(failure.getCause()));
    }

    // A thread that is interrupted cannot write files.
    private void keepInterrupted() {
        Thread.interrupted();
        try {
            requireFiniteWeights();
            keepCheckpoint();
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private TrainStart start() {
        return new TrainStart(
                model.raw(),
                method.loss().name(),
                settings.epochs(),
                (training.size() + method.batchSize() - 1) / method.batchSize(),
                validation.isPresent(),
                position.steps(),
                position.history(),
                this);
    }

    private void run(int epoch) {
        tell(callback -> callback.onEpochStart(new EpochStart(epoch, position.stepsInEpoch(), this::trained)));
        clock = System.nanoTime();
        if (!steps(epoch)) {
            return;
        }
        session.project();
        requireFiniteWeights();
        History.Epoch end = new History.Epoch(
                epoch,
                position.mean().value(),
                validation.map(session::evaluate),
                seconds(),
                learningRate(position.steps() - 1, epoch));
        position = position.plus(end);
        tell(callback -> callback.onEpochEnd(new EpochEnd(end, this::trained, this)));
        keepCheckpoint();
    }

    /** Does what is left of an epoch; false if it was cut short. */
    private boolean steps(int epoch) {
        int[] order = new ExampleOrder(method.seed(), method.shuffle()).of(training.size(), epoch);
        // All steps may be done and the validation be left.
        int done = Math.min(position.stepsInEpoch() * method.batchSize(), order.length);
        int[] left = Arrays.copyOfRange(order, done, order.length);
        try (TrainingSession.Epoch batches = session.epoch(epoch, left, stepsOfOptimizer() + 1)) {
            while (batches.hasNext() && !settings.stopSignal().isGiven()) {
                float learningRate = learningRate(position.steps(), epoch);
                StepResult result = batches.next(learningRate);
                LastStep last = new LastStep(result, learningRate);
                requireNumber(last);
                lastStep = Optional.of(last);
                position = position.plus(result.metrics(), result.examples());
                Step step = new Step(
                        position.steps(),
                        epoch,
                        position.stepsInEpoch(),
                        position.mean().value(),
                        learningRate,
                        this::trained);
                tell(callback -> callback.onStep(step));
            }
            return !batches.hasNext();
        }
    }

    // With what the epoch took before it was resumed.
    private double seconds() {
        return position.seconds() + (System.nanoTime() - clock) / 1e9;
    }

    private void requireNumber(LastStep last) {
        if (!Double.isFinite(last.result().metrics().loss())) {
            throw new TrainingException("the loss is " + last
                    + "; try a smaller learning rate, and check the data for values that are not finite"
                    + checkpoints.advice());
        }
    }

    // The loss of a step is that before its update, so it does not tell what the last one did.
    private void requireFiniteWeights() {
        session.notFinite().ifPresent(weight -> {
            throw new TrainingException("weight '" + weight + "' has values that are not finite after step "
                    + position.steps()
                    + lastStep.map(last -> "; the loss was " + last).orElse("") + "; try a smaller learning rate"
                    + checkpoints.advice());
        });
    }

    private void keepCheckpoint() {
        TrainingPosition now = position.stepsInEpoch() == 0 ? position : position.lasting(seconds());
        checkpoints.write(now, session, kept);
    }

    private float learningRate(long stepsBefore, int epoch) {
        return settings.learningRate(stepsBefore, epoch - 1);
    }

    // An optimizer that had begun before counts on.
    private long stepsOfOptimizer() {
        return settings.begun().map(OptimizerState::iterations).orElse(0L) + position.steps();
    }

    private boolean isStopped() {
        return stopped || settings.stopSignal().isGiven();
    }

    private ParametrizedModel trained() {
        return session.model(position.steps());
    }

    private void tell(Consumer<Callback> event) {
        settings.callbacks().forEach(event);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void keep(String name) {
        kept.put(name, session.variables());
    }

    @Override
    public boolean hasKept(String name) {
        return kept.containsKey(name);
    }

    @Override
    public void goBackTo(String name) {
        Weights variables = kept.get(name);
        if (variables == null) {
            throw new IllegalStateException("no value is stored under the name '" + name + "'");
        }
        session.assign(variables);
    }
}
