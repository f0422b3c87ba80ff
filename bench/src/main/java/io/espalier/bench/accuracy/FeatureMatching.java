// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Median;
import io.espalier.bench.Networks;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.model.Model;
import io.espalier.train.TrainingResult;
import io.espalier.train.history.History;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The lab's student trained by labels alone, by a teacher's answers too, and by its features too: accuracy on test images, and how long an epoch
 * takes with features against one without, in turn.
 */
public final class FeatureMatching {
    private static final Loss LABELS = SparseCategoricalCrossentropy.fromProbabilities();
    private static final float STUDENT_LEARNING_RATE = 0.005f;
    private static final String FEATURE = "max_pooling2d_1";

    private FeatureMatching() {}

    /**
     * What one seed, or the median of several, came to.
     *
     * @param alone accuracy, by labels alone
     * @param answers accuracy, by the teacher's answers too
     * @param features accuracy, by its features too
     * @param time of an epoch with features over one with answers only
     */
    public record Figures(double alone, double answers, double features, double time) {}

    public static void run(Arguments arguments, PrintStream out) {
        int seeds = arguments.number(0, 5);
        measure(Digits.whole(), seeds, 2, (float) arguments.decimal(1, 0.1), out);
    }

    /**
     * Measures with so many seeds, each network trained for so many epochs.
     *
     * @param weight of the features in the loss
     */
    public static Figures measure(DatasetSplit digits, int seeds, int epochs, float weight, PrintStream out) {
        List<Figures> all = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Figures found = of(digits, seed, epochs, weight);
            print(out, "seed " + seed, found);
            all.add(found);
        }
        Figures medians = new Figures(
                median(all, Figures::alone),
                median(all, Figures::answers),
                median(all, Figures::features),
                median(all, Figures::time));
        print(out, "medians", medians);
        return medians;
    }

    private static Figures of(DatasetSplit digits, long seed, int epochs, float weight) {
        Model teacher = Trained.with(LABELS, Trained.LEARNING_RATE, seed)
                .withEpochs(epochs)
                .fit(Networks.teacher(seed), digits.train())
                .model();
        Model student = Networks.student(seed);
        Distillation byAnswers = Distillation.from(teacher).withTemperature(4).withLabelWeight(0.7f);
        Distillation byFeatures = byAnswers.withFeature(FEATURE, FEATURE, weight);
        Dataset taught = byAnswers.teach(digits.train());
        TrainingResult<Model> alone = fit(LABELS, student, digits.train(), epochs, seed);
        boolean answersFirst = seed % 2 == 0;
        TrainingResult<Model> first =
                fit((answersFirst ? byAnswers : byFeatures).lossFor(student), student, taught, epochs, seed);
        TrainingResult<Model> second =
                fit((answersFirst ? byFeatures : byAnswers).lossFor(student), student, taught, epochs, seed);
        TrainingResult<Model> answers = answersFirst ? first : second;
        TrainingResult<Model> features = answersFirst ? second : first;
        return new Figures(
                Trained.accuracy(alone.model(), digits.test(), LABELS),
                Trained.accuracy(answers.model(), digits.test(), LABELS),
                Trained.accuracy(features.model(), digits.test(), LABELS),
                seconds(features) / seconds(answers));
    }

    private static TrainingResult<Model> fit(Loss loss, Model student, Dataset examples, int epochs, long seed) {
        return Trained.with(loss, STUDENT_LEARNING_RATE, seed)
                .withEpochs(epochs)
                .fit(student, examples);
    }

    private static double seconds(TrainingResult<Model> result) {
        return result.history().epochs().stream()
                .mapToDouble(History.Epoch::seconds)
                .sum();
    }

    private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
        return Median.of(all.stream().map(figure::applyAsDouble).toList());
    }

    private static void print(PrintStream out, String what, Figures figures) {
        out.printf(
                Locale.US,
                "%s: labels only %.4f, outputs %.4f, outputs and features %.4f; relative time of an epoch with features %.2f%n",
                what,
                figures.alone(),
                figures.answers(),
                figures.features(),
                figures.time());
    }
}
