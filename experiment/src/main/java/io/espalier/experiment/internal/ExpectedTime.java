// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.model.Model;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.callback.Callback;
import io.espalier.train.task.TaskLoss;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long a run will train, about: as many steps as are planned, each as long as a few steps of the model as it is. */
public final class ExpectedTime {
    private static final int TIMED = 6;

    /** So few steps are done sooner than they are timed. */
    private static final long FEW = 50;

    private ExpectedTime() {}

    /**
     * Steps of one model.
     *
     * @param model as it is timed
     * @param steps how many are planned
     */
    public record Load(Model model, long steps) {}

    /** A line for the console, on steps of one model. */
    public static String describe(
            long steps, Model model, Tasks tasks, Dataset examples, ExperimentSettings settings, StopSignal stop) {
        return describe(List.of(new Load(model, steps)), tasks, examples, settings, stop);
    }

    /** A line for the console, on steps of several models that are trained one after another. */
    public static String describe(
            List<Load> loads, Tasks tasks, Dataset examples, ExperimentSettings settings, StopSignal stop) {
        long steps = loads.stream().mapToLong(Load::steps).sum();
        String counted = String.format(Locale.US, "%,d %s of training", steps, steps == 1 ? "step" : "steps");
        if (steps < FEW) {
            return counted;
        }
        double seconds = 0;
        for (Load load : loads) {
            seconds += load.steps() * secondsEach(load.model(), tasks, examples, settings, stop);
        }
        return counted + ", about " + rounded(seconds) + " with the steps of "
                + (loads.size() == 1 ? "the model as it is" : "the models as they are")
                + "; distillation and quantization-aware training take longer";
    }

    /** How long a step of the model as it is takes, in seconds; a few are done to find out. */
    public static double secondsEach(
            Model model, Tasks tasks, Dataset examples, ExperimentSettings settings, StopSignal stop) {
        Clock clock = new Clock();
        int few = Math.min(examples.size(), TIMED * settings.batchSize());
        Trainer.of(TaskLoss.of(tasks))
                .withBatchSize(settings.batchSize())
                .withThreads(settings.threads())
                .withStopSignal(stop)
                .withCallbacks(clock)
                .fit(model, tasks.labelled(examples.slice(0, few)));
        return clock.secondsEach();
    }

    /** A time in words, such as {@code 12 s}. */
    public static String rounded(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        if (time.toSeconds() < 60) {
            return Math.max(1, time.toSeconds()) + " s";
        }
        return time.toMinutes() < 90
                ? time.toMinutes() + " min"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    /** Times all steps but the first, which is slow. */
    private static final class Clock implements Callback {
        private long first;
        private long last;
        private int steps;

        @Override
        public void onStep(Step event) {
            last = System.nanoTime();
            first = steps == 0 ? last : first;
            steps++;
        }

        double secondsEach() {
            return steps < 2 ? 0 : (last - first) / 1e9 / (steps - 1);
        }
    }
}
