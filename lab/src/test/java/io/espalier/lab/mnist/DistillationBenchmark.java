// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.model.Model;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import java.util.Arrays;

/** The lab's student, taught by its teacher and trained alone for as many steps: accuracy on the test images for seeds from 1. Argument: how many. */
final class DistillationBenchmark {
    private static final int EPOCHS = 2;
    private static final float LEARNING_RATE = 0.005f;

    private DistillationBenchmark() {}

    public static void main(String[] arguments) {
        DatasetSplit mnist =
                NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
        Loss labels = SparseCategoricalCrossentropy.fromProbabilities();
        int seeds = Integer.parseInt(arguments[0]);
        double[] alone = new double[seeds];
        double[] taught = new double[seeds];
        for (int seed = 1; seed <= seeds; seed++) {
            Model teacher = trainer(labels, MnistLabSettings.LEARNING_RATE, EPOCHS, seed)
                    .fit(LabNetworks.teacher(seed), mnist.train())
                    .model();
            Model student = LabNetworks.student(seed);
            alone[seed - 1] = accuracy(
                    trainer(labels, LEARNING_RATE, EPOCHS, seed)
                            .fit(student, mnist.train())
                            .model(),
                    mnist.test());
            Distillation distillation =
                    Distillation.from(teacher).temperature(4).labelWeight(0.7f);
            taught[seed - 1] = accuracy(
                    trainer(distillation.lossFor(student), LEARNING_RATE, EPOCHS, seed)
                            .fit(student, distillation.teach(mnist.train()))
                            .model(),
                    mnist.test());
            System.out.printf("seed %d: alone %.4f, taught %.4f%n", seed, alone[seed - 1], taught[seed - 1]);
        }
        System.out.printf("median: alone %.4f, taught %.4f%n", median(alone), median(taught));
    }

    private static Trainer trainer(Loss loss, float learningRate, int epochs, long seed) {
        return Trainer.of(loss)
                .optimizer(Adam.of(learningRate))
                .batchSize(MnistLabSettings.BATCH_SIZE)
                .epochs(epochs)
                .validationSplit(MnistLabSettings.VALIDATION_SPLIT)
                .seed(seed);
    }

    private static double accuracy(Model model, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return evaluator
                    .evaluate(examples, SparseCategoricalCrossentropy.fromProbabilities())
                    .accuracy()
                    .orElseThrow();
        }
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
