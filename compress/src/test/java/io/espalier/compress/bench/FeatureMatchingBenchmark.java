// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import io.espalier.train.EpochRecord;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A student of 2,510 parameters trained by labels alone, by a teacher's answers too, and by its features too, two epochs each: accuracy on the
 * test images, and how long an epoch takes with features against one without: {@code FeatureMatchingBenchmark [SEEDS [WEIGHT]]}.
 */
public final class FeatureMatchingBenchmark {
    private static final Loss LABELS = SparseCategoricalCrossentropy.fromProbabilities();

    private FeatureMatchingBenchmark() {}

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        float weight = arguments.length > 1 ? Float.parseFloat(arguments[1]) : 0.1f;
        DatasetSplit digits = LabEpoch.digits();
        List<Double> alone = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        List<Double> features = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Model teacher = trainer(LABELS, 0.002f, seed)
                    .fit(network(16, 32, 64, seed), digits.train())
                    .model();
            Model student = network(6, 8, 0, seed);
            Distillation byAnswers = Distillation.from(teacher).temperature(4).labelWeight(0.7f);
            Distillation byFeatures = byAnswers.feature("max_pooling2d_1", "max_pooling2d_1", weight);
            Dataset taught = byAnswers.teach(digits.train());
            alone.add(accuracy(trainer(LABELS, 0.005f, seed).fit(student, digits.train()), digits.test()));
            boolean answersFirst = seed % 2 == 0;
            TrainingResult first = taught(answersFirst ? byAnswers : byFeatures, student, taught, seed);
            TrainingResult second = taught(answersFirst ? byFeatures : byAnswers, student, taught, seed);
            TrainingResult withAnswers = answersFirst ? first : second;
            TrainingResult withFeatures = answersFirst ? second : first;
            answers.add(accuracy(withAnswers, digits.test()));
            features.add(accuracy(withFeatures, digits.test()));
            ratios.add(seconds(withFeatures) / seconds(withAnswers));
            System.out.printf(
                    Locale.ROOT,
                    "seed %d: alone %.4f, answers %.4f, features too %.4f; time %.2f%n",
                    seed,
                    alone.get(seed - 1),
                    answers.get(seed - 1),
                    features.get(seed - 1),
                    ratios.get(seed - 1));
        }
        System.out.printf(
                Locale.ROOT,
                "medians: alone %.4f, answers %.4f, features too %.4f; time of an epoch with features %.2f%n",
                LabEpoch.median(alone),
                LabEpoch.median(answers),
                LabEpoch.median(features),
                LabEpoch.median(ratios));
    }

    private static TrainingResult taught(Distillation distillation, Model student, Dataset taught, long seed) {
        return trainer(distillation.lossFor(student), 0.005f, seed).fit(student, taught);
    }

    private static Trainer trainer(Loss loss, float learningRate, long seed) {
        return Trainer.of(loss)
                .optimizer(Adam.of(learningRate))
                .batchSize(128)
                .epochs(2)
                .seed(seed)
                .threads(2);
    }

    private static double seconds(TrainingResult result) {
        return result.history().epochs().stream()
                .mapToDouble(EpochRecord::seconds)
                .sum();
    }

    private static double accuracy(TrainingResult result, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(result.model())) {
            return evaluator.evaluate(examples, LABELS).accuracy().orElseThrow();
        }
    }

    /** Two convolutions and, where it has units, a dense layer before the last. */
    private static Model network(int first, int second, int units, long seed) {
        var network = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(first, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(Conv2D.of(second, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten());
        if (units > 0) {
            network.add(Dense.of(units).activation(ActivationFunction.RELU));
        }
        return network.add(Dense.of(10).activation(ActivationFunction.SOFTMAX)).build(seed);
    }
}
