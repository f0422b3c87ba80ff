// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.model.Model;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import org.junit.jupiter.api.Test;

class DistillationTest {
    private static final DatasetSplit DIGITS = NamedDatasets.standard()
            .open(NamedDatasets.MNIST_SAMPLE, DatasetHome.fromEnvironment(), ProgressListener.NONE);

    @Test
    void aStudentComesToAnswerAsItsTeacherDoes() {
        Dataset examples = DIGITS.train().slice(0, 2000);
        Model teacher = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .optimizer(Adam.of(0.01f))
                .epochs(3)
                .fit(network(ActivationFunction.SOFTMAX, 64, 1), examples)
                .model();
        Model student = network(ActivationFunction.LINEAR, 16, 2);
        Distillation distillation = Distillation.from(teacher).labelWeight(0).temperature(2);

        Model taught = Trainer.of(distillation.lossFor(student))
                .optimizer(Adam.of(0.01f))
                .epochs(5)
                .fit(student, distillation.teach(examples))
                .model();

        assertThat(agreement(teacher, taught, DIGITS.test())).isGreaterThan(0.85);
    }

    @Test
    void aTeacherThatKnowsFewerClassesIsRefused() {
        Distillation distillation = Distillation.from(examples -> Tensor.filled(Shape.of(examples.size(), 3), 0));

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> distillation.teach(DIGITS.test()))
                .withMessageContaining("of 10 classes; it must know all of them");
    }

    @Test
    void aStudentOfOtherClassesIsRefusedBeforeTraining() {
        Distillation distillation = Distillation.from(examples -> Tensor.filled(Shape.of(examples.size(), 12), 0));
        Model student = network(ActivationFunction.LINEAR, 4, 1);

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(
                        () -> Trainer.of(distillation.lossFor(student)).fit(student, distillation.teach(DIGITS.test())))
                .withMessageContaining("one for each output of the student");
    }

    @Test
    void numbersOutOfRangeAreRefusedAtOnce() {
        Distillation distillation = Distillation.from(network(ActivationFunction.LINEAR, 4, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> distillation.temperature(0));
        assertThatIllegalArgumentException().isThrownBy(() -> distillation.labelWeight(1.1f));
    }

    private static Model network(ActivationFunction last, int units, long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(units).activation(ActivationFunction.RELU))
                .add(Dense.of(10).activation(last))
                .build(seed);
    }

    private static double agreement(Model left, Model right, Dataset examples) {
        int[] first = classes(left, examples);
        int[] second = classes(right, examples);
        int same = 0;
        for (int i = 0; i < first.length; i++) {
            same += first[i] == second[i] ? 1 : 0;
        }
        return (double) same / first.length;
    }

    private static int[] classes(Model model, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            Tensor answers = evaluator.predict(examples);
            int[] classes = new int[examples.size()];
            int width = answers.shape().channels();
            for (int i = 0; i < answers.shape().elements(); i++) {
                int best = i / width * width + classes[i / width];
                classes[i / width] = answers.get(i) > answers.get(best) ? i % width : classes[i / width];
            }
            return classes;
        }
    }
}
