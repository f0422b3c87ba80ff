// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.Scores;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics of a few numbers; the expected values were computed with NumPy, by the definitions. */
class TaskScoresTest {
    private static final double EXACT = 1e-12;

    @Test
    void yesOrNoHasAccuracyAreaUnderTheCurveAndF1() {
        Predictions outputs = Predictions.of(1, 0.1f, 0.4f, 0.35f, 0.8f, 0.4f, 0.9f);
        Dataset labels = labels(1, 0, 0, 1, 1, 1, 0);

        Scores scores = task(Kind.BINARY, 1, false, Metric.ACCURACY).scores(outputs, labels);

        assertThat(scores.values()).containsOnlyKeys(Metric.ACCURACY, Metric.AUC, Metric.F1);
        assertThat(scores.main()).isCloseTo(0.5, within(EXACT));
        assertThat(scores.values().get(Metric.AUC)).isCloseTo(0.5, within(EXACT));
        assertThat(scores.values().get(Metric.F1)).isCloseTo(0.4, within(EXACT));
        assertThat(scores.text()).isEqualTo("accuracy 0.5000");
    }

    @Test
    void logitsAreSeparatedAtZeroAndProbabilitiesAtOneHalf() {
        Predictions outputs = Predictions.of(1, -0.2f, 0.2f, 0.4f, 0.6f);
        Dataset labels = labels(1, 0, 1, 1, 1);

        assertThat(task(Kind.BINARY, 1, true, Metric.ACCURACY)
                        .scores(outputs, labels)
                        .main())
                .isEqualTo(1);
        assertThat(task(Kind.BINARY, 1, false, Metric.ACCURACY)
                        .scores(outputs, labels)
                        .main())
                .isEqualTo(0.5);
    }

    @Test
    void withoutBothLabelsThereIsNoAreaUnderTheCurve() {
        Scores scores = task(Kind.BINARY, 1, false, Metric.ACCURACY).scores(Predictions.of(1, 0.7f), labels(1, 1));

        assertThat(scores.values()).doesNotContainKey(Metric.AUC);
    }

    @Test
    void eachOfSeveralLabelsCounts() {
        Predictions outputs = Predictions.of(3, .9f, .2f, .4f, .6f, .1f, .8f, .7f, .7f, .3f, .2f, .3f, .1f);
        Dataset labels = labels(3, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0);

        Scores scores = task(Kind.MULTI_LABEL, 3, false, Metric.F1).scores(outputs, labels);

        assertThat(scores.values().get(Metric.ACCURACY)).isCloseTo(0.75, within(EXACT));
        assertThat(scores.values().get(Metric.AUC)).isCloseTo(1, within(EXACT));
        assertThat(scores.main()).isCloseTo(0.7111111111111111, within(EXACT));
    }

    @Test
    void classesHaveTopFiveAndMeansOverTheClasses() {
        Predictions outputs =
                Predictions.of(6, 2, 1, 0, -1, .5f, .4f, 0, 3, 1, 1, 1, 2, 1, 1, 1, 0, 2, 0, 0, 0, 5, 1, 2, 3);
        Dataset labels = labels(1, 0, 3, 4, 1);

        assertThat(score(Kind.CLASSES, Metric.ACCURACY, outputs, labels)).isEqualTo(0.5);
        assertThat(score(Kind.CLASSES, Metric.TOP_5, outputs, labels)).isEqualTo(0.75);
        assertThat(score(Kind.CLASSES, Metric.F1, outputs, labels)).isCloseTo(0.4, within(EXACT));
        assertThat(score(Kind.CLASSES, Metric.AUC, outputs, labels)).isCloseTo(0.75, within(EXACT));
    }

    @Test
    void oneHotRowsScoreAsTheirClass() {
        Predictions outputs = Predictions.of(2, 3, 1, 0, 2);

        assertThat(score(Kind.CLASSES, Metric.ACCURACY, outputs, labels(2, 1, 0, 1, 0)))
                .isEqualTo(0.5);
    }

    @Test
    void numbersHaveErrorsAndTheCoefficientOfDetermination() {
        Predictions outputs = Predictions.of(2, 1.5f, 12, 1, 19, 4, 13);
        Dataset labels = labels(2, 1, 10, 2, 20, 4, 10);

        Scores scores = task(Kind.REGRESSION, 2, false, Metric.MAE).scores(outputs, labels);

        assertThat(scores.values()).containsOnlyKeys(Metric.MAE, Metric.RMSE, Metric.R2);
        assertThat(scores.main()).isCloseTo(1.25, within(EXACT));
        assertThat(scores.values().get(Metric.RMSE)).isCloseTo(1.5942605391424158, within(EXACT));
        assertThat(scores.values().get(Metric.R2)).isCloseTo(0.7610714285714286, within(EXACT));
        assertThat(scores.text()).isEqualTo("MAE 1.250");
    }

    @Test
    void anOutputThatIsNoNumberIsWrong() {
        assertThat(task(Kind.BINARY, 1, false, Metric.ACCURACY)
                        .scores(Predictions.of(1, Float.NaN, 0.2f), labels(1, 0, 0))
                        .main())
                .isEqualTo(0.5);
    }

    @Test
    void agreementComparesAnswersAndThereIsNoneOfNumbers() {
        Predictions first = Predictions.of(2, -1, 1, 2, 3);
        Predictions second = Predictions.of(2, -2, -1, 0.1f, 5);

        assertThat(task(Kind.MULTI_LABEL, 2, true, Metric.ACCURACY).agreement(first, second))
                .hasValue(0.75);
        assertThat(task(Kind.CLASSES, 2, true, Metric.ACCURACY).agreement(first, second))
                .hasValue(1);
        assertThat(task(Kind.REGRESSION, 2, false, Metric.MAE).agreement(first, second))
                .isEmpty();
    }

    @Test
    void ofErrorsTheSmallerIsBetter() {
        assertThat(Metric.MAE.gain(1, 3)).isEqualTo(2);
        assertThat(Metric.ACCURACY.gain(1, 3)).isEqualTo(-2);
        assertThat(Metric.MAE.keepsBudget(1.0099, 1)).isTrue();
        assertThat(Metric.MAE.keepsBudget(1.011, 1)).isFalse();
        assertThat(Metric.ACCURACY.keepsBudget(0.945, 0.95)).isTrue();
        assertThat(Metric.ACCURACY.keepsBudget(0.944, 0.95)).isFalse();
        assertThat(Metric.ACCURACY.keepsBudget(Double.NaN, 0.95)).isFalse();
    }

    private static double score(Kind kind, Metric metric, Predictions outputs, Dataset labels) {
        return task(kind, outputs.width(), true, metric).scores(outputs, labels).main();
    }

    private static Task task(Kind kind, int outputs, boolean logits, Metric metric) {
        LossName loss = switch (kind) {
            case CLASSES -> LossName.SPARSE_CATEGORICAL_CROSSENTROPY;
            case BINARY, MULTI_LABEL -> LossName.BINARY_CROSSENTROPY;
            case REGRESSION -> LossName.MEAN_SQUARED_ERROR;
        };
        return new Task(kind, outputs, logits, loss, metric);
    }

    private static Dataset labels(int columns, float... numbers) {
        int rows = numbers.length / columns;
        return ArrayDataset.of(
                "labels",
                floats(List.of(rows, 1), new float[rows]),
                floats(columns == 1 ? List.of(rows) : List.of(rows, columns), numbers),
                Scaling.IDENTITY,
                List.of());
    }

    private static NumericArray floats(List<Integer> shape, float... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(numbers);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }
}
