// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.experiment.report.ReportDetails.Point;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.callback.Callback;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.StateSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the course of one training at about 40 of its steps. */
public final class CurveRecorder implements Callback {
    private static final int POINTS = 40;

    private final String training;
    private final List<Point> points = new ArrayList<>();
    private int stepsPerEpoch;
    private long every = 1;
    private boolean prunes = true;
    private List<StateSummary> masks = List.of();
    private int meanSteps;
    private double lossSum;
    private double accuracySum;

    /** @param training the name of the training */
    public CurveRecorder(String training) {
        this.training = training;
    }

    /** What was recorded so far. */
    public Curve curve() {
        return new Curve(training, stepsPerEpoch, points);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        stepsPerEpoch = event.stepsPerEpoch();
        long steps = (long) event.epochs() * stepsPerEpoch;
        every = Math.max(1, steps / POINTS);
    }

    @Override
    public void onEpochStart(EpochStart event) {
        meanSteps = 0;
        lossSum = 0;
        accuracySum = 0;
    }

    @Override
    public void onStep(Step event) {
        int steps = event.stepInEpoch();
        int left = stepsPerEpoch - steps;
        // The last point of an epoch takes what is left, since a mean over a batch or two would only be noise.
        if (left > 0 && (steps - meanSteps < every || left < every)) {
            return;
        }
        // The mean runs from the start of the epoch; that since the last point follows from both.
        double losses = event.runningMean().loss() * steps;
        double accuracies = event.runningMean().accuracy().orElse(Double.NaN) * steps;
        double loss = (losses - lossSum) / (steps - meanSteps);
        double accuracy = (accuracies - accuracySum) / (steps - meanSteps);
        meanSteps = steps;
        lossSum = losses;
        accuracySum = accuracies;
        points.add(new Point(
                event.step(),
                rounded(loss),
                Double.isNaN(accuracy) ? null : (Double) rounded(Math.max(0, Math.min(1, accuracy))),
                prunes ? sparsity(event.snapshot().get(), left == 0) : null));
    }

    // Where masks stay as they were, next to nothing changes, but to compute the weights takes longer than many steps.
    private @Nullable Double sparsity(ParametrizedModel model, boolean atEnd) {
        List<StateSummary> now = model.summaries().stream()
                .filter(summary -> summary.name().endsWith("/mask/sparsity"))
                .toList();
        boolean isDue = !now.isEmpty() && (atEnd || !now.equals(masks));
        prunes = !now.isEmpty();
        masks = now;
        return isDue ? (Double) rounded(sparsity(model.strip())) : null;
    }

    private static double sparsity(Model model) {
        double[] zerosAndValues = new double[2];
        model.weights().forEach((key, tensor) -> {
            if (tensor.shape().rank() > 1) {
                zerosAndValues[0] += zeros(tensor);
                zerosAndValues[1] += tensor.shape().elements();
            }
        });
        return zerosAndValues[1] == 0 ? 0 : zerosAndValues[0] / zerosAndValues[1];
    }

    private static double zeros(Tensor tensor) {
        return tensor.sparsity() * tensor.shape().elements();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
