// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.EpochStart;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import java.io.PrintStream;

/**
 * Prints the progress of training: Keras's progress bar on a terminal, or one plain line per epoch.
 *
 * <pre>
 * Epoch 1/5
 * 422/422 [==============================] - 3s 7ms/step - loss: 0.5021 - accuracy: 0.8570
 * </pre>
 */
public final class ProgressBar implements Callback {
    private static final long REDRAW_NANOS = 50_000_000;

    private final PrintStream out;
    private final boolean redraws;

    private int epochs;
    private int stepsPerEpoch;
    private long epochStart;
    private int stepsBefore;
    private long lastDrawn;
    private int lastLength;

    private ProgressBar(PrintStream out, boolean redraws) {
        this.out = out;
        this.redraws = redraws;
    }

    /** A progress bar that is redrawn on its line. */
    public static ProgressBar onTerminal(PrintStream out) {
        return new ProgressBar(out, true);
    }

    /** One plain line after each epoch. */
    public static ProgressBar plain(PrintStream out) {
        return new ProgressBar(out, false);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        epochs = event.epochs();
        stepsPerEpoch = event.stepsPerEpoch();
        lastLength = 0;
    }

    @Override
    public void onEpochStart(EpochStart event) {
        epochStart = System.nanoTime();
        stepsBefore = event.stepsDone();
        lastDrawn = epochStart - REDRAW_NANOS;
        if (redraws) {
            out.println(title(event.epoch()));
        }
    }

    @Override
    public void onStep(Step event) {
        long now = System.nanoTime();
        if (redraws && now - lastDrawn >= REDRAW_NANOS) {
            lastDrawn = now;
            double secondsEach = (now - epochStart) / 1e9 / (event.stepInEpoch() - stepsBefore);
            redraw(ProgressLine.running(event.stepInEpoch(), stepsPerEpoch, secondsEach, event.runningMean()));
        }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        String line = ProgressLine.finished(stepsPerEpoch, event.epoch());
        if (redraws) {
            redraw(line);
            out.println();
            lastLength = 0;
        } else {
            out.println(title(event.epoch().epoch()) + " - " + line);
        }
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
        // An epoch that was cut short leaves its bar behind.
        if (lastLength > 0) {
            out.println();
        }
        out.flush();
    }

    private String title(int epoch) {
        return "Epoch " + epoch + "/" + epochs;
    }

    private void redraw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
        out.flush();
        lastLength = line.length();
    }
}
