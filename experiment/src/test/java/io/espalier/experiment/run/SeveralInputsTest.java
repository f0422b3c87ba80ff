// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Metric;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.history.TrainingException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of two inputs of different types, compressed by all steps, on examples whose label depends on both. */
class SeveralInputsTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private static final int SIDE = 6;
    private static final int WORDS = 8;
    private static final int VOCABULARY = 20;
    private static final int NUMBERS = 4;

    @TempDir
    private Path folder;

    /** What stands beside the vector. */
    private enum Kind {
        IMAGE,
        TEXT
    }

    @ParameterizedTest
    @EnumSource
    void aModelOfTwoInputsKeepsItsAccuracyThroughAllSteps(Kind kind) throws IOException {
        ExperimentData data = new ExperimentData("pairs", pairs(kind, 6000, 1), pairs(kind, 1000, 2));
        Path model = trained(network(kind), data.train());
        CompressionRecipe recipe = CompressionRecipe.parse("""
                name: small
                validation_split: 0.1
                steps:
                  - prune: 0.5
                    train: {epochs: 2, learning_rate: 0.005}
                  - cluster: 16
                    train: {epochs: 1, learning_rate: 0.002, distil: original}
                  - export: [h5, tflite]
                    name: clustered
                  - quantize_aware: 8
                    train: {epochs: 2, learning_rate: 0.002, distil: original}
                  - export: [h5]
                    name: aware
                  - quantize: int8
                """, "small");

        Report report = run(recipe, model, data);

        List<Variant> variants = report.variants();
        assertThat(variants).extracting(Variant::name).contains("clustered.h5", "clustered.tflite", "aware.h5");
        for (Variant variant : variants) {
            assertThat(variant.score(Metric.ACCURACY)).as(variant.name()).isGreaterThan(0.9);
        }
        assertThat(variants.get(2).score(Metric.ACCURACY))
                .isCloseTo(variants.get(1).score(Metric.ACCURACY), within(0.002));
        assertThat(variants.get(1).sparsity()).isGreaterThan(0.49);
    }

    @Test
    void filtersAreRemovedAndTheRestLearnsFromFeaturesOfTheTeacher() throws IOException {
        ExperimentData data = new ExperimentData("pairs", pairs(Kind.IMAGE, 6000, 1), pairs(Kind.IMAGE, 1000, 2));
        Path model = trained(network(Kind.IMAGE), data.train());
        CompressionRecipe recipe = CompressionRecipe.parse("""
                steps:
                  - prune_filters: 0.5
                    train:
                      epochs: 4
                      learning_rate: 0.005
                      distil:
                        teacher: original
                        features: [{teacher: conv2d, student: conv2d, weight: 0.5}]
                  - export: [h5]
                  - quantize: int8
                """, "half");

        Report report = run(recipe, model, data);

        List<Variant> variants = report.variants();
        assertThat(variants).extracting(Variant::name).containsExactly("model.h5", "half.h5", "half-int8.tflite");
        assertThat(variants.get(1).bytes()).isLessThan(variants.get(0).bytes());
        for (Variant variant : variants) {
            assertThat(variant.score(Metric.ACCURACY)).as(variant.name()).isGreaterThan(0.9);
        }
    }

    @Test
    void examplesOfOnePartDoNotFitTwoInputs() {
        Dataset single = ArrayDataset.of(
                "points",
                floats(3, NUMBERS, new SplittableRandom(1)),
                classes(new int[3]),
                Scaling.IDENTITY,
                List.of());

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> trained(network(Kind.TEXT), single))
                .withMessageContaining("give it a part for each input, by its name");
    }

    private Path trained(Model model, Dataset train) throws IOException {
        Task task = Task.of(ModelOutput.of(model), Choice.NONE, train);
        Model trained = Trainer.of(TaskLoss.of(task))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(5)
                .withBatchSize(64)
                .withThreads(1)
                .fit(model, task.labelled(train))
                .model();
        Path file = folder.resolve("model.h5");
        KerasFormat.H5.write(trained, null, file);
        return file;
    }

    private static Model network(Kind kind) {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor seen;
        if (kind == Kind.IMAGE) {
            SymbolicTensor image = builder.input(SIDE, SIDE, 1);
            seen = builder.apply(
                    new Flatten(), builder.apply(Conv2D.of(8, 3).withActivation(ActivationFunction.RELU), image));
        } else {
            SymbolicTensor text = builder.input(WORDS);
            seen = builder.apply(new GlobalAveragePooling1D(false), builder.apply(new Embedding(VOCABULARY, 8), text));
        }
        SymbolicTensor vector =
                builder.apply(Dense.of(16).withActivation(ActivationFunction.RELU), builder.input(NUMBERS));
        SymbolicTensor both = builder.apply(new Concatenate(), seen, vector);
        SymbolicTensor hidden = builder.apply(Dense.of(32).withActivation(ActivationFunction.RELU), both);
        return builder.build(3, builder.apply(Dense.of(4).withActivation(ActivationFunction.SOFTMAX), hidden));
    }

    /** The class says whether the image is bright on the left, or the text has many large ids, and whether the vector's sum is positive. */
    private static Dataset pairs(Kind kind, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        NumericArray vector = floats(size, NUMBERS, random);
        boolean[] large = new boolean[size];
        NumericArray seen = kind == Kind.IMAGE ? images(size, large, random) : texts(size, large, random);
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            float sum = 0;
            for (int j = 0; j < NUMBERS; j++) {
                sum += vector.data().getFloat((i * NUMBERS + j) * Float.BYTES);
            }
            labels[i] = (large[i] ? 2 : 0) + (sum > 0 ? 1 : 0);
        }
        Map<String, NumericArray> inputs = new LinkedHashMap<>();
        // the order of the parts is not that of the inputs
        inputs.put("input_1", vector);
        inputs.put("input", seen);
        return ArrayDataset.of("pairs", inputs, classes(labels), Scaling.UNIT, List.of("a", "b", "c", "d"));
    }

    private static NumericArray images(int size, boolean[] large, SplittableRandom random) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size * SIDE * SIDE);
        for (int i = 0; i < size; i++) {
            large[i] = random.nextBoolean();
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                boolean bright = pixel % SIDE < SIDE / 2 == large[i];
                bytes.put((byte) random.nextInt(bright ? 100 : 0, bright ? 256 : 156));
            }
        }
        return new NumericArray(ElementType.UINT8, List.of(size, SIDE, SIDE, 1), bytes.flip());
    }

    private static NumericArray texts(int size, boolean[] large, SplittableRandom random) {
        ByteBuffer ids = buffer(size * WORDS);
        for (int i = 0; i < size; i++) {
            large[i] = random.nextBoolean();
            for (int word = 0; word < WORDS; word++) {
                boolean rule = random.nextInt(10) < 9;
                ids.putInt(random.nextInt(VOCABULARY / 2) + (rule == large[i] ? VOCABULARY / 2 : 0));
            }
        }
        return new NumericArray(ElementType.INT32, List.of(size, WORDS), ids.flip());
    }

    private static NumericArray floats(int rows, int columns, SplittableRandom random) {
        ByteBuffer numbers = buffer(rows * columns);
        for (int i = 0; i < rows * columns; i++) {
            numbers.putFloat((float) (random.nextDouble() * 4 - 2));
        }
        return new NumericArray(ElementType.FLOAT32, List.of(rows, columns), numbers.flip());
    }

    private static NumericArray classes(int[] labels) {
        ByteBuffer numbers = buffer(labels.length);
        for (int label : labels) {
            numbers.putInt(label);
        }
        return new NumericArray(ElementType.INT32, List.of(labels.length), numbers.flip());
    }

    private static ByteBuffer buffer(int numbers) {
        return ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private Report run(CompressionRecipe recipe, Path model, ExperimentData data) throws IOException {
        CompressionRun run = new CompressionRun(
                recipe,
                new CompressionRun.Options(folder, 1, false, false),
                data,
                new Origin("pairs", "this test", Map.of()),
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
