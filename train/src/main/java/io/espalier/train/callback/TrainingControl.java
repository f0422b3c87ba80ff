// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

/** What a callback may do to the training it looks on. */
public interface TrainingControl {
    /** Ends the training after this epoch, or before the first. */
    void stop();

    /**
     * Keeps a copy of the weights and the state as they are now, in place of what was kept under that name. It is in the training's checkpoints
     * too, so it is still there when the training is resumed.
     */
    void keep(String name);

    /** Whether something is kept under that name. */
    boolean hasKept(String name);

    /**
     * Goes back to the weights and the state that were kept.
     *
     * @throws IllegalStateException if there are none under that name
     */
    void goBackTo(String name);
}
