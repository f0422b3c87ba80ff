// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.image.Augmentation;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Optimizer;
import java.util.Objects;

/**
 * How a model is trained: what each step depends on, besides the model, the data and the learning rate.
 *
 * @param batchSize examples per step, at least 1
 * @param seed of the order of examples, dropout and augmentation
 * @param shuffle whether each epoch takes the examples in a new order
 */
public record TrainingMethod(
        Loss loss, Optimizer optimizer, int batchSize, long seed, boolean shuffle, Augmentation augmentation) {
    public TrainingMethod {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(augmentation, "augmentation");
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, not " + batchSize);
        }
    }

    /** The method with another optimizer. */
    public TrainingMethod withOptimizer(Optimizer other) {
        return new TrainingMethod(loss, other, batchSize, seed, shuffle, augmentation);
    }

    /** The method with another batch size. */
    public TrainingMethod withBatchSize(int examples) {
        return new TrainingMethod(loss, optimizer, examples, seed, shuffle, augmentation);
    }

    /** The method with another seed. */
    public TrainingMethod withSeed(long number) {
        return new TrainingMethod(loss, optimizer, batchSize, number, shuffle, augmentation);
    }

    /** The method with or without shuffling. */
    public TrainingMethod withShuffle(boolean wanted) {
        return new TrainingMethod(loss, optimizer, batchSize, seed, wanted, augmentation);
    }

    /** The method with another augmentation. */
    public TrainingMethod withAugmentation(Augmentation other) {
        return new TrainingMethod(loss, optimizer, batchSize, seed, shuffle, other);
    }
}
