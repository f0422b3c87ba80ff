// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;

/** What these measurements train with and ask of trained models. */
final class Trained {
    /** The MNIST lab's. */
    static final float LEARNING_RATE = 0.002f;

    private static final int BATCH_SIZE = 128;

    private Trained() {}

    /** In the MNIST lab's batches, for one epoch. */
    static Trainer with(Loss loss, float learningRate, long seed) {
        return Trainer.of(loss)
                .withOptimizer(Adam.of(learningRate))
                .withBatchSize(BATCH_SIZE)
                .withSeed(seed);
    }

    static double accuracy(Model model, Dataset examples, Loss loss) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return evaluator.evaluate(examples, loss).accuracy().orElseThrow();
        }
    }

    /** In TensorFlow. */
    static Predictions predictions(ParametrizedModel model, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            Tensor outputs = evaluator.predict(examples);
            return Predictions.of(outputs.shape().channels(), outputs.toArray());
        }
    }
}
