// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.bench;

import io.espalier.data.DatasetSplit;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;

/** The lab's baseline, one epoch from three seeds, on the test digits. */
public final class AccuracyBenchmark {
    private AccuracyBenchmark() {}

    public static void main(String[] arguments) {
        DatasetSplit mnist = Mnist.whole();
        for (int seed = 1; seed <= 3; seed++) {
            TrainingResult result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                    .batchSize(128)
                    .seed(seed)
                    .threads(2)
                    .validation(mnist.test())
                    .fit(Mnist.model(seed), mnist.train().slice(0, 54_000));
            System.out.println(result.history().last());
        }
    }
}
