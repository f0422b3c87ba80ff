// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.MismatchException;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.task.ModelOutput;
import io.espalier.train.task.TaskLoss;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models for every kind of task, compressed by recipes that are part of Espalier. */
class TaskKindsTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private static final int FEATURES = 6;
    private static final int OUTPUTS = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}, {2}")
    @CsvSource({
        "CLASSES, SOFTMAX, qat", "CLASSES, SOFTMAX, distil",
        "CLASSES, LINEAR, qat", "CLASSES, LINEAR, distil",
        "BINARY, SIGMOID, qat", "BINARY, SIGMOID, distil",
        "BINARY, LINEAR, qat", "BINARY, LINEAR, distil",
        "MULTI_LABEL, SIGMOID, qat", "MULTI_LABEL, SIGMOID, distil",
        "REGRESSION, LINEAR, qat", "REGRESSION, LINEAR, distil",
    })
    void aModelIsTrainedAndMeasuredAsItsTaskNeeds(Kind kind, ActivationFunction last, String recipe)
            throws IOException {
        ExperimentData data = new ExperimentData("points", points(kind, 12_000, 1), points(kind, 1000, 2));
        Path model = trained(network(kind == Kind.BINARY || kind == Kind.REGRESSION ? 1 : OUTPUTS, last), data.train());

        Report report = run(CompressionRecipe.named(recipe), model, data);

        Metric metric = report.metric();
        List<Variant> variants = report.variants();
        double original = variants.get(0).score(metric);
        double keras = variants.get(1).score(metric);
        double integers = variants.get(2).score(metric);
        assertThat(report.task().kind()).isEqualTo(kind.key());
        assertThat(report.task().logits()).isEqualTo(kind != Kind.REGRESSION && last == ActivationFunction.LINEAR);
        // labels spread over about 4, so a model that knows nothing has an error of 1
        assertThat(original).matches(score -> kind == Kind.REGRESSION ? score < 0.2 : score > 0.9);
        assertThat(keras).isCloseTo(original, within(kind == Kind.REGRESSION ? 0.15 : 0.06));
        assertThat(integers).isCloseTo(keras, within(kind == Kind.REGRESSION ? 0.05 : 0.015));
        assertThat(Evaluation.run(folder.resolve(variants.get(2).name()), data.test(), InterpreterOptions.DEFAULTS)
                        .scores()
                        .main())
                .as("what the file alone says")
                .isEqualTo(integers);
    }

    @Test
    void lossAndMetricOfARecipeCount() throws IOException {
        ExperimentData data =
                new ExperimentData("points", points(Kind.REGRESSION, 2000, 1), points(Kind.REGRESSION, 100, 2));
        Path model = trained(network(1, ActivationFunction.LINEAR), data.train());

        Report report = run(
                CompressionRecipe.parse(
                        "{loss: mae, metric: rmse, steps: [{fine_tune: }, {quantize: dynamic}]}", "mine"),
                model,
                data);

        assertThat(report.task())
                .isEqualTo(new Report.Purpose("regression", false, "mean_absolute_error", "rmse", null));
        assertThat(report.toText(OptionalInt.empty())).contains("RMSE").doesNotContain("accuracy");
        assertThat(report.verdict()).contains("Best RMSE: ");
        assertThat(report.toJson())
                .contains("\"rmse\" : ", "\"metric\" : \"rmse\"")
                .doesNotContain("NaN", "\"accuracy\" : 0");
        assertThat(CompressionRecipe.read(folder.resolve("recipe.yaml"))
                        .choices()
                        .of("any"))
                .isEqualTo(new Choice(null, LossName.MEAN_ABSOLUTE_ERROR, Metric.RMSE));
    }

    @Test
    void aModelThatDoesNotFitItsLabelsIsRefusedBeforeAnythingIsWritten() throws IOException {
        ExperimentData data =
                new ExperimentData("points", points(Kind.REGRESSION, 30, 1), points(Kind.REGRESSION, 10, 2));
        Path file = folder.resolve("softmax.h5");
        KerasFormat.H5.write(network(OUTPUTS, ActivationFunction.SOFTMAX), null, file);

        assertThatExceptionOfType(MismatchException.class)
                .isThrownBy(() -> run(CompressionRecipe.named("qat"), file, data))
                .withMessageContainingAll("which is no class", "the model ends in softmax over 3 classes");
        assertThat(folder.toFile().list()).containsExactly("softmax.h5");
    }

    private Path trained(Model network, Dataset data) throws IOException {
        Task task = Task.of(ModelOutput.of(network), Choice.NONE, data);
        Path file = folder.resolve("original.h5");
        KerasFormat.H5.write(
                Trainer.of(TaskLoss.of(task))
                        .withOptimizer(Adam.of(0.01f))
                        .withBatchSize(64)
                        .withEpochs(4)
                        .withSeed(1)
                        .fit(network, task.labelled(data))
                        .model(),
                null,
                file);
        return file;
    }

    private static Model network(int outputs, ActivationFunction last) {
        return Model.sequential()
                .input(FEATURES)
                .add(Dense.of(32).withActivation(ActivationFunction.RELU))
                .add(Dense.of(outputs).withActivation(last))
                .build(3);
    }

    /** Points of a normal distribution, with labels that a small network can learn: signs of sums, the largest of some, or a sum. */
    private static Dataset points(Kind kind, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[size * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (random.nextDouble() * 4 - 2);
        }
        BiFunction<Integer, Integer, Float> feature = (example, place) -> features[example * FEATURES + place];
        NumericArray x = floats(List.of(size, FEATURES), features);
        if (kind == Kind.CLASSES) {
            ByteBuffer classes = ByteBuffer.allocateDirect(size * Integer.BYTES).order(ByteOrder.nativeOrder());
            for (int i = 0; i < size; i++) {
                float a = feature.apply(i, 0);
                float b = feature.apply(i, 1);
                float c = feature.apply(i, 2);
                classes.putInt(i * Integer.BYTES, a >= b && a >= c ? 0 : b >= c ? 1 : 2);
            }
            return ArrayDataset.of(
                    "points",
                    x,
                    new NumericArray(ElementType.INT32, List.of(size), classes),
                    Scaling.IDENTITY,
                    List.of("a", "b", "c"));
        }
        int columns = kind == Kind.MULTI_LABEL ? OUTPUTS : 1;
        float[] labels = new float[size * columns];
        for (int i = 0; i < labels.length; i++) {
            float sum = feature.apply(i / columns, i % columns) + feature.apply(i / columns, i % columns + 1);
            labels[i] = kind == Kind.REGRESSION ? sum : sum > 0 ? 1 : 0;
        }
        return ArrayDataset.of("points", x, floats(List.of(size, columns), labels), Scaling.IDENTITY, List.of());
    }

    private static NumericArray floats(List<Integer> shape, float... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(numbers);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }

    private Report run(CompressionRecipe recipe, Path model, ExperimentData data) throws IOException {
        CompressionRun run = new CompressionRun(
                recipe,
                new CompressionRun.Options(folder, 1, false, false),
                data,
                new Origin("points", "this test", Map.of()),
                new ExperimentConsole(NOWHERE, NOWHERE, false, ProgressListener.NONE),
                new StopSignal());
        try (ModelSource source = ModelSource.open(model)) {
            return run.run(
                    source,
                    ModelFormats.of(source)
                            .orElseThrow()
                            .read(source, ReadOptions.NONE)
                            .as(Model.class)
                            .orElseThrow());
        }
    }
}
