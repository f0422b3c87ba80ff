// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Median;
import io.espalier.bench.Networks;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.DatasetSplit;
import io.espalier.model.Model;
import io.espalier.train.Trainer;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lab's student, taught by its teacher and trained alone for as many steps: accuracy on test images for seeds from 1. */
public final class DistillationAccuracy {
    private static final Loss LABELS = SparseCategoricalCrossentropy.fromProbabilities();
    private static final float STUDENT_LEARNING_RATE = 0.005f;
    private static final double VALIDATION_SPLIT = 0.1;

    private DistillationAccuracy() {}

    /** Median accuracies of the student. */
    public record Medians(double alone, double taught) {}

    public static void run(Arguments arguments, PrintStream out) {
        measure(Digits.whole(), arguments.number(0, 5), 2, out);
    }

    /** Measures with so many seeds, each network trained for so many epochs. */
    public static Medians measure(DatasetSplit digits, int seeds, int epochs, PrintStream out) {
        List<Double> alone = new ArrayList<>();
        List<Double> taught = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Model teacher = trainer(LABELS, Trained.LEARNING_RATE, epochs, seed)
                    .fit(Networks.teacher(seed), digits.train())
                    .model();
            Model student = Networks.student(seed);
            Model byLabels = trainer(LABELS, STUDENT_LEARNING_RATE, epochs, seed)
                    .fit(student, digits.train())
                    .model();
            Distillation distillation =
                    Distillation.from(teacher).withTemperature(4).withLabelWeight(0.7f);
            Model byTeacher = trainer(distillation.lossFor(student), STUDENT_LEARNING_RATE, epochs, seed)
                    .fit(student, distillation.teach(digits.train()))
                    .model();
            double accuracyAlone = Trained.accuracy(byLabels, digits.test(), LABELS);
            double accuracyTaught = Trained.accuracy(byTeacher, digits.test(), LABELS);
            out.printf(Locale.US, "seed %d: labels only %.4f, distilled %.4f%n", seed, accuracyAlone, accuracyTaught);
            alone.add(accuracyAlone);
            taught.add(accuracyTaught);
        }
        Medians medians = new Medians(Median.of(alone), Median.of(taught));
        out.printf(Locale.US, "median: labels only %.4f, distilled %.4f%n", medians.alone(), medians.taught());
        return medians;
    }

    private static Trainer trainer(Loss loss, float learningRate, int epochs, long seed) {
        return Trained.with(loss, learningRate, seed).withEpochs(epochs).withValidationSplit(VALIDATION_SPLIT);
    }
}
