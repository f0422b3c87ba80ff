// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.activation.Activation;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import io.espalier.train.distil.DistillationLoss;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.EagerSession;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LossTest {
    @Test
    void categoricalLossesFromLogitsAreTheLogarithmOfTheSoftmax() {
        float[] logits = {2, -1, 0.5f, -3, 4, 100};
        double first = Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) - -1;
        double second = 100 - 4;

        Metrics sparse = evaluate(
                3,
                ActivationFunction.LINEAR,
                SparseCategoricalCrossentropy.fromLogits(),
                Examples.classified(3, logits, 1, 1));
        Metrics oneHot = evaluate(
                3, ActivationFunction.LINEAR, CategoricalCrossentropy.fromLogits(), rows(3, logits, 0, 1, 0, 0, 1, 0));

        assertThat(sparse.loss()).isCloseTo((first + second) / 2, within(1e-4));
        assertThat(oneHot.loss()).isCloseTo((first + second) / 2, within(1e-4));
        assertThat(sparse.accuracy()).hasValue(0);
        assertThat(oneHot.accuracy()).hasValue(0);
    }

    @Test
    void probabilitiesOfASoftmaxLayerLoseNoDigits() {
        float[] logits = {100, 0, 0};

        Metrics metrics = evaluate(
                3,
                ActivationFunction.SOFTMAX,
                SparseCategoricalCrossentropy.fromProbabilities(),
                Examples.classified(3, logits, 1));

        assertThat(metrics.loss()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.7, 0.1, 0.7", "0, 1, 0, 0.9999999", "0.4, 0, 0.6, 1e-7"})
    void probabilitiesOfUnknownOriginAreClippedByKerassEpsilon(float a, float b, float c, double clipped) {
        Metrics sparse = evaluate(
                3,
                ActivationFunction.LINEAR,
                SparseCategoricalCrossentropy.fromProbabilities(),
                Examples.classified(3, new float[] {a, b, c}, 1));
        Metrics oneHot = evaluate(
                3,
                ActivationFunction.LINEAR,
                CategoricalCrossentropy.fromProbabilities(),
                rows(3, new float[] {a, b, c}, 0, 1, 0));

        assertThat(sparse.loss()).isCloseTo(-Math.log(clipped), within(1e-5));
        assertThat(oneHot.loss()).isCloseTo(-Math.log(clipped), within(1e-5));
    }

    /** Hinton, Vinyals, Dean (2015), equations 1 and 2: gradients, and so losses, of soft targets are scaled by the square of T. */
    @ParameterizedTest
    @CsvSource({"LINEAR, 1, 0.5", "LINEAR, 4, 0.1", "SOFTMAX, 2, 0", "SOFTMAX, 3, 1"})
    void distillationWeighsLabelsAndTheTeachersDivergence(
            ActivationFunction last, float temperature, float labelWeight) {
        float[] student = {2, -1, 0.5f};
        float[] teacher = {1, 3, -2};
        double[] shares = softmax(temperature, teacher);
        double[] held = softmax(temperature, student);
        double divergence = 0;
        for (int i = 0; i < shares.length; i++) {
            divergence += shares[i] * Math.log(shares[i] / held[i]);
        }
        double label = -Math.log(softmax(1, student)[1]);

        Metrics metrics = evaluate(
                3,
                last,
                DistillationLoss.ofClasses(3, last == ActivationFunction.LINEAR, temperature, labelWeight),
                rows(3, student, 1, 1, 3, -2));

        assertThat(metrics.loss())
                .isCloseTo(
                        labelWeight * label + (1 - labelWeight) * temperature * temperature * divergence, within(1e-4));
        assertThat(metrics.accuracy()).hasValue(0);
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() {
        assertThatThrownBy(() -> evaluate(
                        3,
                        ActivationFunction.LINEAR,
                        DistillationLoss.ofClasses(3, true, 1, 0),
                        rows(3, new float[3], 1, 1, 2)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the teacher has 2 classes, but the student's output is (None, 3)");
    }

    private static double[] softmax(float temperature, float... logits) {
        double[] shares = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(logits[i] / temperature);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    @Test
    void categoricalProbabilitiesAreNormalizedFirst() {
        Metrics metrics = evaluate(
                2,
                ActivationFunction.LINEAR,
                CategoricalCrossentropy.fromProbabilities(),
                rows(2, new float[] {1, 3}, 0.5f, 0.5f));

        assertThat(metrics.loss()).isCloseTo(-0.5 * Math.log(0.25) - 0.5 * Math.log(0.75), within(1e-6));
    }

    @Test
    void binaryLossesAreTheLogarithmOfTheSigmoid() {
        float[] logits = {0, 3, -200, 0.1f};
        float[] answers = {1, 0, 1, 1};
        double expected = (Math.log(2) + 3 + Math.log1p(Math.exp(-3)) + 200 + Math.log1p(Math.exp(-0.1))) / 4;

        Metrics fromLogits =
                evaluate(4, ActivationFunction.LINEAR, BinaryCrossentropy.fromLogits(), rows(4, logits, answers));
        Metrics fromSigmoid = evaluate(
                4, ActivationFunction.SIGMOID, BinaryCrossentropy.fromProbabilities(), rows(4, logits, answers));

        assertThat(fromLogits.loss()).isCloseTo(expected, within(1e-4));
        assertThat(fromSigmoid.loss()).isCloseTo(expected, within(1e-4));
        assertThat(fromLogits.accuracy()).hasValue(0.25);
        assertThat(fromSigmoid.accuracy()).hasValue(0.25);
    }

    @Test
    void binaryProbabilitiesOfUnknownOriginAreClippedByKerassEpsilon() {
        Metrics metrics = evaluate(
                2,
                ActivationFunction.LINEAR,
                BinaryCrossentropy.fromProbabilities(),
                rows(2, new float[] {0.8f, 0}, 1, 1));

        assertThat(metrics.loss()).isCloseTo((-Math.log(0.8) - Math.log(2e-7)) / 2, within(1e-5));
    }

    @Test
    void meanSquaredErrorKnowsNoAccuracy() {
        Metrics metrics =
                evaluate(2, ActivationFunction.LINEAR, new MeanSquaredError(), rows(2, new float[] {1, 5}, 2, 2));

        assertThat(metrics.loss()).isEqualTo(5);
        assertThat(metrics.accuracy()).isEmpty();
    }

    @Test
    void absoluteErrorsAndTheHuberLossKnowNoAccuracyEither() {
        Metrics absolute =
                evaluate(2, ActivationFunction.LINEAR, new MeanAbsoluteError(), rows(2, new float[] {1, 5}, 2, 2));
        Metrics huber = evaluate(2, ActivationFunction.LINEAR, new Huber(1), rows(2, new float[] {1.5f, 5}, 2, 2));

        assertThat(absolute.loss()).isEqualTo(2);
        // 0.5^2 / 2, and 3 - 1 / 2
        assertThat(huber.loss()).isCloseTo((0.125 + 2.5) / 2, within(1e-6));
        assertThat(huber.accuracy()).isEmpty();
    }

    /** A sigmoid is a softmax over two classes, of which one has the logit 0. */
    @ParameterizedTest
    @CsvSource({"LINEAR, 1, 0.5", "LINEAR, 4, 0.1", "SIGMOID, 2, 0", "SIGMOID, 3, 0.5"})
    void distillationOfYesOrNoIsThatOfTwoClasses(ActivationFunction last, float temperature, float labelWeight) {
        float student = 0.7f;
        float teacher = -1.3f;
        double[] shares = softmax(temperature, 0, teacher);
        double[] held = softmax(temperature, 0, student);
        double divergence = shares[0] * Math.log(shares[0] / held[0]) + shares[1] * Math.log(shares[1] / held[1]);
        double label = -Math.log(softmax(1, 0, student)[1]);
        Task task = new Task(
                Task.Kind.BINARY, 1, last == ActivationFunction.LINEAR, LossName.BINARY_CROSSENTROPY, Metric.ACCURACY);

        Metrics metrics = evaluate(
                1,
                last,
                new DistillationLoss(task, temperature, labelWeight),
                rows(1, new float[] {student}, 1, teacher));

        assertThat(metrics.loss())
                .isCloseTo(
                        labelWeight * label + (1 - labelWeight) * temperature * temperature * divergence, within(1e-5));
        assertThat(metrics.accuracy()).hasValue(1);
    }

    @Test
    void distillationOfNumbersIsTheSquaredErrorToTheTeacherWithoutTemperature() {
        Task task = new Task(Task.Kind.REGRESSION, 2, false, LossName.MEAN_ABSOLUTE_ERROR, Metric.MAE);

        Metrics metrics = evaluate(
                2,
                ActivationFunction.LINEAR,
                new DistillationLoss(task, 4, 0.25f),
                rows(2, new float[] {1, 5}, 2, 2, 3, 6));

        // absolute errors 1 and 3 to the labels, squared errors 4 and 1 to the teacher
        assertThat(metrics.loss()).isCloseTo(0.25 * 2 + 0.75 * 2.5, within(1e-6));
        assertThat(metrics.accuracy()).isEmpty();
    }

    @Test
    void targetsThatDoNotFitAreRefusedWithWhatWould() {
        assertThatThrownBy(() -> evaluate(
                        3,
                        ActivationFunction.LINEAR,
                        SparseCategoricalCrossentropy.fromLogits(),
                        rows(3, new float[] {1, 2, 3}, 0, 1, 0)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("FLOAT32")
                .hasMessageContaining("for one-hot targets, use categorical_crossentropy");
        assertThatThrownBy(() -> evaluate(
                        3,
                        ActivationFunction.LINEAR,
                        CategoricalCrossentropy.fromLogits(),
                        Examples.classified(3, new float[] {1, 2, 3}, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("for class numbers, use sparse_categorical_crossentropy");
    }

    @Test
    void withoutASparseGradientTheOneHotOperationGivesTheSame() {
        try (EagerSession eager = EagerSession.create()) {
            Ops tf = Ops.create(eager);
            var logits = tf.constant(new float[][] {{1, 2, -3}, {0, 0.5f, 9}});
            var classes = tf.constant(new long[] {2, 1});

            TFloat32 sparse = SparseCategoricalCrossentropy.crossEntropy(tf, logits, classes, true)
                    .asTensor();
            TFloat32 oneHot = SparseCategoricalCrossentropy.crossEntropy(tf, logits, classes, false)
                    .asTensor();

            assertThat(sparse).isEqualTo(oneHot);
        }
    }

    private static Metrics evaluate(int features, ActivationFunction last, Loss loss, Dataset dataset) {
        Model model =
                Model.sequential().input(features).add(Activation.of(last)).build(1);
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator.evaluate(dataset, loss);
        }
    }

    private static Dataset rows(int columns, float[] inputs, float... targets) {
        int rows = inputs.length / columns;
        return Examples.of(
                new NumericArray(ElementType.FLOAT32, List.of(rows, columns), Examples.floats(inputs)),
                new NumericArray(ElementType.FLOAT32, List.of(rows, targets.length / rows), Examples.floats(targets)),
                Scaling.IDENTITY);
    }
}
