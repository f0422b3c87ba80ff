// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.bench;

import io.espalier.data.Dataset;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.file.Path;

/** The lab's baseline, one epoch from three seeds: {@code AccuracyBenchmark FOLDER_OF_MNIST}. */
public final class AccuracyBenchmark {
    private AccuracyBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Dataset training = Mnist.read(Path.of(arguments[0]), "train");
        Dataset test = Mnist.read(Path.of(arguments[0]), "t10k");
        for (int seed = 1; seed <= 3; seed++) {
            TrainingResult result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                    .batchSize(128)
                    .seed(seed)
                    .threads(2)
                    .validation(test)
                    .fit(Mnist.model(seed), training.slice(0, 54_000));
            System.out.println(result.history().last());
        }
    }
}
