// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.EpochStart;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A training whose validation losses are known beforehand, and whose weights after each epoch are all the epoch's number. */
final class Script implements Callback.Control {
    private final Model model = Model.sequential().input(1).add(Dense.of(1)).build(1);
    private static final Metrics TRAINING = new Metrics(0.5, OptionalDouble.of(0.75));

    private final Callback callback;
    private final List<History.Epoch> finished = new ArrayList<>();
    private final Map<String, Weights> kept = new HashMap<>();
    private boolean stopped;
    private Weights weights = model.weights();

    Script(Callback callback) {
        this.callback = callback;
    }

    /** Epochs that were done before the training was stopped. */
    Script resumedAfter(double... validationLosses) {
        for (double loss : validationLosses) {
            finished.add(end(finished.size() + 1, loss));
        }
        return this;
    }

    /** Goes on in another training, with what this one has kept, and other weights. */
    Script resumedWith(Callback other) {
        Script next = new Script(other);
        next.finished.addAll(finished);
        next.kept.putAll(kept);
        return next;
    }

    /** Returns after which epoch it was over. */
    int epochs(double... validationLosses) {
        History history = new History(finished);
        callback.onTrainStart(new TrainStart(model, "loss", 9, 400, true, finished.size() * 400L, history, this));
        int next = 0;
        while (next < validationLosses.length && !stopped) {
            run(finished.size() + 1, validationLosses[next]);
            next++;
        }
        callback.onTrainEnd(new TrainEnd(new History(finished), this));
        return finished.size();
    }

    private void run(int epoch, double validationLoss) {
        callback.onEpochStart(new EpochStart(epoch, 0, this::snapshot));
        callback.onStep(new Step(1, epoch, 1, TRAINING, 0.001f, this::snapshot));
        weights = weights.map((key, tensor) -> Tensor.filled(tensor.shape(), epoch));
        History.Epoch end = end(epoch, validationLoss);
        finished.add(end);
        callback.onEpochEnd(new EpochEnd(end, this::snapshot, this));
    }

    private static History.Epoch end(int epoch, double validationLoss) {
        Metrics validation = new Metrics(validationLoss, OptionalDouble.empty());
        return new History.Epoch(epoch, TRAINING, Optional.of(validation), 2, 0.001f);
    }

    private ParametrizedModel snapshot() {
        return ParametrizedModel.of(model.withWeights(weights));
    }

    float weightsAfterEpoch() {
        return weights.get("dense", "bias").get(0);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void keep(String name) {
        kept.put(name, weights);
    }

    @Override
    public boolean hasKept(String name) {
        return kept.containsKey(name);
    }

    @Override
    public void goBackTo(String name) {
        weights = Objects.requireNonNull(kept.get(name));
    }
}
