// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

/**
 * Looks on while a model is trained, and may stop it. Every method does nothing unless it is overridden.
 *
 * <p>Calls come from the thread that trains, in this order: the start, the start, steps and end of each epoch, and the end, which comes even
 * where training failed or was stopped. One object may be used for one training after another, but not for two at once.
 */
public interface Callback {
    default void onTrainStart(TrainStart event) {}

    default void onEpochStart(EpochStart event) {}

    default void onStep(Step event) {}

    default void onEpochEnd(EpochEnd event) {}

    default void onTrainEnd(TrainEnd event) {}
}
