// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.train.StopSignal;
import io.espalier.train.callback.Callback;

/** Ends a training after a number of steps, or when all work is to stop. The checkpoint that is written then lets a later training go on. */
final class StepLimit implements Callback {
    private final long most;
    private final StopSignal all;
    private final StopSignal signal = new StopSignal();
    private long before;
    private long now;

    /**
     * @param most steps, counted from the start of the training, also where it was resumed
     * @param all ends the training too
     */
    StepLimit(long most, StopSignal all) {
        this.most = most;
        this.all = all;
    }

    /** Ends the training. */
    StopSignal signal() {
        return signal;
    }

    /** How many steps were done here. */
    long done() {
        return now - before;
    }

    @Override
    public void onTrainStart(TrainStart event) {
        before = event.stepsDone();
        now = before;
        look();
    }

    @Override
    public void onStep(Step event) {
        now = event.step();
        look();
    }

    private void look() {
        if (now >= most || all.isGiven()) {
            signal.give();
        }
    }
}
