// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException;
import io.espalier.base.Scaling;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.MismatchException;
import io.espalier.data.Task.Output;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model is for, derived from its ending, its stored loss and labels. */
class TaskTest {
    @ParameterizedTest(name = "{0} over {1}, {2}, labels {3}: {4}")
    @CsvSource({
        // ending, outputs, stored loss, labels, task, logits, loss
        "SOFTMAX, 3, , 'classes 3', CLASSES, false, sparse_categorical_crossentropy",
        "SOFTMAX, 3, , 'numbers 0 2 1', CLASSES, false, sparse_categorical_crossentropy",
        "SOFTMAX, 3, , 'rows 1 0 0 0 0 1', CLASSES, false, sparse_categorical_crossentropy",
        "SOFTMAX, 3, , 'rows 0.5 0.25 0.25 1 0 0', CLASSES, false, categorical_crossentropy",
        "SOFTMAX, 3, mse, 'rows 1 0 0 0 0 1', CLASSES, false, sparse_categorical_crossentropy",
        "OTHER, 3, , 'classes 3', CLASSES, true, sparse_categorical_crossentropy",
        "OTHER, 3, , 'rows 1 0 0 0 0 1', CLASSES, true, sparse_categorical_crossentropy",
        "OTHER, 3, , 'none', CLASSES, true, sparse_categorical_crossentropy",
        "OTHER, 3, scce, 'classes 3', CLASSES, false, sparse_categorical_crossentropy",
        "SIGMOID, 3, scce, 'classes 3', CLASSES, false, sparse_categorical_crossentropy",
        "SIGMOID, 1, , 'classes 2', BINARY, false, binary_crossentropy",
        "SIGMOID, 1, mse, 'numbers 0 1', BINARY, false, binary_crossentropy",
        "SIGMOID, 1, mse, 'numbers 0.3 0.9', REGRESSION, false, mean_squared_error",
        "OTHER, 1, , 'classes 2', BINARY, true, binary_crossentropy",
        "OTHER, 1, bce, 'numbers 0 1', BINARY, false, binary_crossentropy",
        "OTHER, 1, bce logits, 'numbers 0 1', BINARY, true, binary_crossentropy",
        "OTHER, 1, mse, 'classes 2', REGRESSION, false, mean_squared_error",
        "OTHER, 1, , 'numbers 0.3 7', REGRESSION, false, mean_squared_error",
        "OTHER, 1, , 'classes 100', REGRESSION, false, mean_squared_error",
        "OTHER, 1, mae, 'numbers 0.3 7', REGRESSION, false, mean_absolute_error",
        "SIGMOID, 3, , 'rows 1 1 0 0 0 0', MULTI_LABEL, false, binary_crossentropy",
        "SIGMOID, 3, , 'rows 1 0 0 0 0 1', MULTI_LABEL, false, binary_crossentropy",
        "OTHER, 3, , 'rows 1 1 0 0 0 0', MULTI_LABEL, true, binary_crossentropy",
        "OTHER, 3, , 'rows 1.5 1 0 0 0 0', REGRESSION, false, mean_squared_error",
    })
    void aTaskIsDerivedFromEndingLossAndLabels(
            Ending ending,
            int outputs,
            @Nullable String stored,
            String labels,
            Kind kind,
            boolean logits,
            String loss) {
        Task task = Task.of(output(ending, outputs, stored), Choice.NONE, labels(labels));

        assertThat(task.kind()).isEqualTo(kind);
        assertThat(task.logits()).isEqualTo(logits);
        assertThat(task.loss().key()).isEqualTo(loss);
        assertThat(task.metric()).isEqualTo(kind == Kind.REGRESSION ? Metric.MAE : Metric.ACCURACY);
    }

    @ParameterizedTest(name = "{0} over {1}, {2}, labels {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SOFTMAX | 1 | | classes 2 | softmax over one unit | training has no effect",
                "SOFTMAX | 3 | | numbers 0.3 2 | example 0 has the label 0.3, which is no class | softmax over 3 classes",
                "SOFTMAX | 10 | | rows 1 0 0 0 0 1 | one-hot rows of 3 numbers | softmax over 10 classes",
                "SOFTMAX | 3 | | rows 1 1 0 0 0 1 | rows of 3 zeros and ones | exactly one class is right",
                "SOFTMAX | 3 | | classes 5 | has 5 classes | the model has only 3",
                "SIGMOID | 1 | | numbers 0.3 0.7 | example 0 has the label 0.3 | --task regression",
                "SOFTMAX | 3 | | numbers 0 3 | example 1 has the label 3.0 | the classes of the model are 0 to 2",
                "SIGMOID | 1 | | classes 10 | whole numbers from 0 to 9 | one sigmoid, for yes or no",
                "SIGMOID | 3 | | classes 3 | whole numbers from 0 to 2 | --task classes",
                "OTHER | 3 | | rows 0.3 7 | rows of 2 numbers: example 0 has the label 7.0 | 3 outputs without softmax",
                "OTHER | 1 | scce | classes 2 | needs one output per class | one output without sigmoid",
                "OTHER | 10 | mse | classes 10 | whole numbers from 0 to 9 | trained with mean_squared_error",
            })
    void aContradictionIsRefusedWithBothFacts(
            Ending ending, int outputs, @Nullable String stored, String labels, String one, String other) {
        assertThatExceptionOfType(MismatchException.class)
                .isThrownBy(() -> Task.of(
                        output(ending, outputs, stored == null || stored.isBlank() ? null : stored),
                        Choice.NONE,
                        labels(labels)))
                .withMessageContainingAll(one, other)
                .matches(error -> error.kind() == EspalierException.Kind.BAD_INPUT);
    }

    @Test
    void whatIsSaidOverridesWhatIsDerived() {
        Output linear = Output.of(Ending.OTHER, 1);

        Task said = Task.of(linear, new Choice(Kind.REGRESSION, null, Metric.R2), labels("classes 2"));
        Task byLoss = Task.of(linear, new Choice(null, LossName.HUBER, null), labels("classes 2"));

        assertThat(said).isEqualTo(new Task(Kind.REGRESSION, 1, false, LossName.MEAN_SQUARED_ERROR, Metric.R2));
        assertThat(byLoss).isEqualTo(new Task(Kind.REGRESSION, 1, false, LossName.HUBER, Metric.MAE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLASSES | | | said to be classes, which needs one output per class",
                "BINARY | mean_squared_error | | loss mean_squared_error does not train binary",
                "BINARY | | mae | choose one of: accuracy, auc, f1",
                "BINARY | | top_5 | metric top_5 does not fit binary",
                " | sparse_categorical_crossentropy | | needs one output per class, but the model ends in one output",
            })
    void aChoiceThatDoesNotFitIsRefused(
            @Nullable Kind kind, @Nullable String loss, @Nullable String metric, String message) {
        Choice choice = new Choice(
                kind,
                loss == null ? null : LossName.named(loss).orElseThrow(),
                metric == null ? null : Metric.named(metric).orElseThrow());

        assertThatExceptionOfType(MismatchException.class)
                .isThrownBy(() -> Task.of(Output.of(Ending.OTHER, 1), choice, labels("classes 2")))
                .withMessageContaining(message)
                .matches(error -> error.kind() == EspalierException.Kind.BAD_USE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers 1 NaN", "rows 1 0 0 0 Infinity 0"})
    void aLabelThatIsNotFiniteIsRefusedWithItsExample(String labels) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> Task.of(Output.of(Ending.OTHER, 1), Choice.NONE, labels(labels)))
                .withMessageStartingWith("data: example 1 has the label ");
    }

    @Test
    void topFiveNeedsMoreThanFiveClasses() {
        assertThatExceptionOfType(MismatchException.class)
                .isThrownBy(() -> Task.of(
                        Output.of(Ending.SOFTMAX, 5), new Choice(null, null, Metric.TOP_5), labels("classes 5")))
                .withMessageContaining("needs more than 5 classes");
    }

    @Test
    void oneHotRowsBecomeClassNumbersAndClassNumbersRows() {
        Dataset rows = labels("rows 0 0 1 0 1 0");
        Task sparse = Task.of(Output.of(Ending.SOFTMAX, 3), Choice.NONE, rows);
        Task dense = Task.of(
                Output.of(Ending.SOFTMAX, 3),
                new Choice(null, LossName.CATEGORICAL_CROSSENTROPY, null),
                labels("classes 3"));

        Dataset numbers = sparse.labelled(rows);

        assertThat(numbers.targets()).isEqualTo(ElementSpec.of(ElementType.INT32));
        assertThat(Labels.of(numbers).row(0)).containsExactly(2);
        assertThat(Labels.of(numbers).row(1)).containsExactly(1);
        assertThat(Labels.of(dense.labelled(labels("classes 3"))).row(1)).containsExactly(0, 1, 0);
    }

    private static Output output(Ending ending, int outputs, @Nullable String stored) {
        if (stored == null) {
            return Output.of(ending, outputs);
        }
        String[] words = stored.split(" ");
        return new Output(ending, outputs, LossName.named(words[0]), words.length > 1, 1);
    }

    /** Labels by words: classes and how many, numbers, rows of three (or two) numbers, or none. */
    private static Dataset labels(String words) {
        String[] parts = words.split(" ");
        if (parts[0].equals("none")) {
            return ArrayDataset.unlabelled("data", floats(List.of(1, 1), 0));
        }
        if (parts[0].equals("classes")) {
            int classes = Integer.parseInt(parts[1]);
            ByteBuffer numbers =
                    ByteBuffer.allocateDirect(classes * Integer.BYTES).order(ByteOrder.nativeOrder());
            IntStream.range(0, classes).forEach(i -> numbers.putInt(i * Integer.BYTES, i));
            return dataset(
                    new NumericArray(ElementType.INT32, List.of(classes), numbers),
                    IntStream.range(0, classes).mapToObj(Integer::toString).toList());
        }
        float[] numbers = new float[parts.length - 1];
        IntStream.range(0, numbers.length).forEach(i -> numbers[i] = Float.parseFloat(parts[i + 1]));
        int columns = parts[0].equals("numbers") ? 1 : numbers.length % 3 == 0 ? 3 : 2;
        List<Integer> shape = columns == 1 ? List.of(numbers.length) : List.of(numbers.length / columns, columns);
        return dataset(floats(shape, numbers), List.of());
    }

    private static Dataset dataset(NumericArray targets, List<String> classes) {
        int rows = targets.rowCount();
        return ArrayDataset.of("data", floats(List.of(rows, 1), new float[rows]), targets, Scaling.IDENTITY, classes);
    }

    private static NumericArray floats(List<Integer> shape, float... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(numbers);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }
}
