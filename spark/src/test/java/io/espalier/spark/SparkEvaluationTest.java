// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.convert.Converter;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that answers twice: which class, and how large. */
class SparkEvaluationTest {
    private static final int EXAMPLES = 150;
    private static final TfliteModel MODEL = model();
    private static final Dataset DATA = data();
    private static final Tasks TASKS = new Tasks(
            Map.of(
                    "kind",
                            Task.of(
                                    Evaluation.output(MODEL, "kind"),
                                    Choice.NONE,
                                    DATA.label("kind").orElseThrow()),
                    "size",
                            Task.of(
                                    Evaluation.output(MODEL, "size"),
                                    Choice.NONE,
                                    DATA.label("size").orElseThrow())),
            Map.of());

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start();
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void severalOutputsHaveTheScoresOfOneMachine(int parts) {
        Map<String, Evaluation> alone =
                Evaluation.run(MODEL, TASKS, DATA, InterpreterOptions.DEFAULTS, ProgressListener.NONE);

        Map<String, Evaluation> together = SparkEvaluation.run(MODEL, TASKS, SparkData.shipped(spark, DATA), parts);

        assertThat(scores(together)).isEqualTo(scores(alone)).containsOnlyKeys("kind", "size");
        assertThat(together.values()).extracting(Evaluation::dataset).containsOnly("pairs");
    }

    @Test
    void oneOfTheOutputsMayBeJudgedAlone() {
        Tasks only = new Tasks(Map.of("size", TASKS.byOutput().get("size")), Map.of());
        Dataset labelled = DATA.label("size").orElseThrow();

        Map<String, Evaluation> together = SparkEvaluation.run(MODEL, only, SparkData.shipped(spark, labelled));

        assertThat(scores(together))
                .isEqualTo(scores(
                        Evaluation.run(MODEL, only, labelled, InterpreterOptions.DEFAULTS, ProgressListener.NONE)));
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingRuns() {
        SparkData data = SparkData.shipped(spark, DATA);
        SparkData lacking = SparkData.shipped(spark, DATA.label("kind").orElseThrow());
        Tasks other = new Tasks(Map.of("colour", TASKS.byOutput().get("kind")), Map.of());

        assertThatThrownBy(() -> SparkEvaluation.run(MODEL, data))
                .isInstanceOf(InterpreterException.class)
                .hasMessage("two.tflite: has several outputs, kind, size; say what they are for (Tasks)");
        assertThatThrownBy(() -> SparkEvaluation.run(MODEL, other, data))
                .isInstanceOf(InterpreterException.class)
                .hasMessageContaining("has no output 'colour'; it has kind, size");
        assertThatThrownBy(() -> SparkEvaluation.run(MODEL, TASKS, lacking))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("has no labels for output '");
    }

    private static Map<String, Task.Scores> scores(Map<String, Evaluation> evaluations) {
        return evaluations.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().scores()));
    }

    private static TfliteModel model() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor shared =
                graph.apply("shared", Dense.of(8).withActivation(ActivationFunction.RELU), graph.input(6));
        SymbolicTensor kind = graph.apply("kind", Dense.of(3).withActivation(ActivationFunction.SOFTMAX), shared);
        return TfliteModel.of(
                "two.tflite", Converter.convert(graph.build(6, kind, graph.apply("size", Dense.of(1), shared))));
    }

    private static Dataset data() {
        Random random = new Random(5);
        ByteBuffer features = ByteBuffer.allocate(EXAMPLES * 6 * Float.BYTES).order(ByteOrder.nativeOrder());
        ByteBuffer kinds = ByteBuffer.allocate(EXAMPLES * Integer.BYTES).order(ByteOrder.nativeOrder());
        ByteBuffer sizes = ByteBuffer.allocate(EXAMPLES * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int example = 0; example < EXAMPLES; example++) {
            kinds.putInt(random.nextInt(3));
            sizes.putFloat((float) random.nextGaussian());
            for (int i = 0; i < 6; i++) {
                features.putFloat((float) random.nextGaussian());
            }
        }
        NumericArray x = new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, 6), features.flip());
        NumericArray kind = new NumericArray(ElementType.INT32, List.of(EXAMPLES), kinds.flip());
        NumericArray size = new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, 1), sizes.flip());
        Dataset labelled = ArrayDataset.of("pairs", x, kind, Scaling.IDENTITY, List.of("a", "b", "c"));
        return labelled.withLabels(
                Map.of("kind", labelled, "size", ArrayDataset.of("pairs", x, size, Scaling.IDENTITY, List.of())));
    }
}
