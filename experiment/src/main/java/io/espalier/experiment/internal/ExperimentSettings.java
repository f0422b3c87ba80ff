// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.data.image.Augmentation;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.report.Report;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all trainings of an experiment have in common.
 *
 * @param folder where all files go; exists
 * @param seed what everything random follows from
 * @param threads for training and evaluation; latency is always measured on one
 * @param batchSize examples a training step
 * @param validationSplit the share of the training examples that is kept for validation, from 0 to below 1
 * @param tensorBoard whether the course of each training is written to {@code logs} in the folder
 * @param augmentation how pictures are changed while something is trained
 * @param decays whether the learning rate of each training falls to 0 along a cosine; otherwise it stays
 */
public record ExperimentSettings(
        Path folder,
        long seed,
        int threads,
        int batchSize,
        double validationSplit,
        boolean tensorBoard,
        Augmentation augmentation,
        boolean decays) {
    /** With examples as they are, and learning rates that stay. */
    public ExperimentSettings(
            Path folder, long seed, int threads, int batchSize, double validationSplit, boolean tensorBoard) {
        this(folder, seed, threads, batchSize, validationSplit, tensorBoard, Augmentation.NONE, false);
    }

    public ExperimentSettings {
        if (threads < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "the number of threads and the batch size must be 1 or more, not " + threads + " and " + batchSize);
        }
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw new IllegalArgumentException(
                    "the validation split must be at least 0 and less than 1, not " + validationSplit);
        }
    }

    /** The same on examples as they are. */
    public ExperimentSettings withoutAugmentation() {
        return new ExperimentSettings(
                folder, seed, threads, batchSize, validationSplit, tensorBoard, Augmentation.NONE, decays);
    }

    /** How many steps an epoch has on that many examples. */
    public int stepsPerEpoch(int examples) {
        return ExperimentData.stepsPerEpoch(examples, batchSize, validationSplit);
    }

    /**
     * What a report tells of them.
     *
     * @param originalLatencyMicros see {@link Report.Settings}
     */
    public Report.Settings reported(@Nullable Double originalLatencyMicros) {
        return new Report.Settings(batchSize, validationSplit, seed, threads, originalLatencyMicros);
    }

    /** How something is trained, as provenance tells it. */
    public String training(float learningRate, int epochs) {
        return "adam lr=" + learningRate + " batch=" + batchSize + " epochs=" + epochs + " validation="
                + validationSplit + " threads=" + threads + (decays ? " decay=cosine" : "")
                + (augmentation.equals(Augmentation.NONE) ? "" : " " + augmentation);
    }
}
