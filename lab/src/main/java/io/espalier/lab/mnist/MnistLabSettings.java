// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.experiment.internal.ExperimentSettings;
import java.nio.file.Path;

/**
 * What may be chosen about the MNIST lab.
 *
 * @param data a data set's name, an image folder, an .npy or an .npz file: pictures of 28 x 28 in 10 classes
 * @param strict whether to stop at a broken or too large picture of a folder rather than to go without it
 * @param threads for training and for evaluation; latency is always measured on one
 * @param folder where all files go; exists
 * @param resumed whether to go on with what is unfinished there
 * @param tensorBoard whether the course of each training is written there
 */
public record MnistLabSettings(
        String data,
        boolean strict,
        int epochs,
        long seed,
        int threads,
        Path folder,
        boolean resumed,
        boolean tensorBoard) {
    /**
     * Of Adam. Twice Keras's default, which is meant for many epochs: after one, it is the better half of a percent more accurate
     * (docs/results.md).
     */
    static final float LEARNING_RATE = 0.002f;

    /** Examples a training step. */
    static final int BATCH_SIZE = 128;

    /** The share of the training examples that is kept for validation. */
    static final double VALIDATION_SPLIT = 0.1;

    public MnistLabSettings {
        requirePositive("epochs", epochs);
        requirePositive("threads", threads);
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be 1 or more, not " + number);
        }
    }

    /** What the trainings have in common. */
    ExperimentSettings experiment() {
        return new ExperimentSettings(folder, seed, threads, BATCH_SIZE, VALIDATION_SPLIT, tensorBoard);
    }
}
