// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.EpochStart;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import java.io.PrintStream;

/**
 * Shows how training goes: Keras's bar where there is a terminal that can redraw a line, and one plain line an epoch elsewhere.
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

    /** A bar that is drawn again and again on its line. */
    public static ProgressBar onTerminal(PrintStream out) {
        return new ProgressBar(out, true);
    }

    /** A line for each epoch when it is over. */
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
