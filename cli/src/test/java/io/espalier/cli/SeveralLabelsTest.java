// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of two inputs that tells classes apart and estimates a number, by all steps. */
class SeveralLabelsTest {
    private static final int NUMBERS = 3;

    @TempDir
    private static Path folder;

    private static String printed = "";

    @BeforeAll
    static void compress() throws Exception {
        KerasFiles.write(network(), null, folder.resolve("raw.h5"));
        Map<String, NumericArray> arrays = new LinkedHashMap<>(points("train/", 4000, 1));
        arrays.putAll(points("test/", 500, 2));
        save("points.npz", arrays);
        Files.writeString(folder.resolve("learn.yaml"), """
                batch_size: 32
                validation_split: 0.1
                loss: {size: huber}
                loss_weights: {size: 0.5}
                steps:
                  - fine_tune: {epochs: 8, learning_rate: 0.005}
                  - export: [h5, tflite]
                """);
        Files.writeString(folder.resolve("small.yaml"), """
                batch_size: 32
                steps:
                  - prune: 0.5
                    train: {epochs: 2, learning_rate: 0.003}
                  - cluster: 16
                    train: {epochs: 1, learning_rate: 0.001, distil: original}
                  - quantize_aware: 8
                    train: {epochs: 2, learning_rate: 0.002, distil: learned/learn.tflite}
                  - export: [h5, tflite]
                  - quantize: int8
                """.replace("learned", file("learned")));
        CommandRun learned = compress("raw.h5", "learn.yaml", "learned");
        assertThat(learned.exitCode()).as(learned.err()).isZero();

        CommandRun run = compress("learned/learn.h5", "small.yaml", "small");

        assertThat(run.exitCode()).as(run.err()).isZero();
        printed = run.out() + run.err();
    }

    private static CommandRun compress(String model, String recipe, String out) throws Exception {
        return CommandRun.of(
                "compress", file(model), "--recipe", file(recipe), "--data", file("points.npz"), "-o", file(out));
    }

    private static Model network() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.apply("left", new Input(Shape.of(NUMBERS)));
        SymbolicTensor right = builder.apply("right", new Input(Shape.of(NUMBERS)));
        SymbolicTensor hidden = builder.apply(
                Dense.of(32).withActivation(ActivationFunction.RELU), builder.apply(new Concatenate(), left, right));
        SymbolicTensor more = builder.apply(Dense.of(32).withActivation(ActivationFunction.RELU), hidden);
        return builder.build(
                1,
                builder.apply("kind", Dense.of(4).withActivation(ActivationFunction.SOFTMAX), more),
                builder.apply("size", Dense.of(1), more));
    }

    /** The kind is in the signs of the first numbers of both; the size is a sum over both. */
    private static Map<String, NumericArray> points(String prefix, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer left = numbers(count * NUMBERS);
        ByteBuffer right = numbers(count * NUMBERS);
        ByteBuffer kinds = numbers(count);
        ByteBuffer sizes = numbers(count);
        for (int i = 0; i < count; i++) {
            float[] values = new float[2 * NUMBERS];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) (random.nextDouble() * 4 - 2);
                (j < NUMBERS ? left : right).putFloat(values[j]);
            }
            kinds.putInt((values[0] > 0 ? 2 : 0) + (values[NUMBERS] > 0 ? 1 : 0));
            sizes.putFloat(values[1] + values[NUMBERS + 1]);
        }
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        List<Integer> shape = List.of(count, NUMBERS);
        arrays.put(prefix + "left", new NumericArray(ElementType.FLOAT32, shape, left.flip()));
        arrays.put(prefix + "right", new NumericArray(ElementType.FLOAT32, shape, right.flip()));
        arrays.put(prefix + "kind", new NumericArray(ElementType.INT32, List.of(count), kinds.flip()));
        arrays.put(prefix + "size", new NumericArray(ElementType.FLOAT32, List.of(count), sizes.flip()));
        return arrays;
    }

    private static ByteBuffer numbers(int count) {
        return ByteBuffer.allocateDirect(count * 4).order(ByteOrder.nativeOrder());
    }

    private static void save(String name, Map<String, NumericArray> arrays) throws IOException {
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, NumericArray> array : arrays.entrySet()) {
                writer.write(array.getKey(), array.getValue());
            }
        }
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String... words) throws Exception {
        CommandRun run = CommandRun.of(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void everyFileOfARunIsGoodAtBothOutputs() throws Exception {
        JsonNode report =
                new JsonMapper().readTree(folder.resolve("small/report.json").toFile());

        assertThat(report.get("task").get("outputs").get("size").get("kind").asText())
                .isEqualTo("regression");
        assertThat(report.get("variants")).hasSize(4);
        for (JsonNode variant : report.get("variants")) {
            assertThat(variant.get("kind/accuracy").asDouble()).isGreaterThan(0.9);
            // sizes spread over about 1.6, so a model that knows nothing has an error of 1.3
            assertThat(variant.get("size/mae").asDouble()).isLessThan(0.25);
        }
        assertThat(report.get("variants").get(1).get("sparsity").asDouble()).isGreaterThan(0.49);
        assertThat(printed).contains("kind accuracy").contains("size MAE");
    }

    @Test
    void bothOutputsAreEvaluatedInKerasAndTfliteAlike() throws Exception {
        JsonNode keras = json("evaluate", file("small/small.h5"), "--data", file("points.npz"), "--json");
        JsonNode lite = json("evaluate", file("small/small.tflite"), "--data", file("points.npz"), "--json");

        JsonNode kinds = lite.get("outputs").get(0);
        JsonNode sizes = lite.get("outputs").get(1);
        assertThat(kinds.get("output").asText()).isEqualTo("kind");
        assertThat(kinds.get("correct")).isEqualTo(keras.get("outputs").get(0).get("correct"));
        assertThat(sizes.get("mae").asDouble()).isLessThan(0.25);
    }

    @Test
    void oneOfTheOutputsMayBeEvaluated() throws Exception {
        JsonNode answer = json(
                "evaluate",
                file("small/small-int8.tflite"),
                "--data",
                file("points.npz"),
                "--output",
                "size",
                "--json");

        assertThat(answer.get("task").asText()).isEqualTo("regression");
        assertThat(answer.get("mae").asDouble()).isLessThan(0.25);
    }

    @Test
    void filesAreComparedByBothOutputs() throws Exception {
        JsonNode models = json(
                        "compare",
                        file("small/small.tflite"),
                        file("small/small-int8.tflite"),
                        "--data",
                        file("points.npz"),
                        "--json")
                .get("models");

        assertThat(models.get(1).get("kind/accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(models.get(1).get("size/mae").asDouble()).isLessThan(0.25);
    }

    @Test
    void anOutputWithoutLabelsIsNamedBeforeTraining() throws Exception {
        Map<String, NumericArray> arrays = points("", 50, 3);
        arrays.remove("size");
        save("half.npz", arrays);

        CommandRun run = CommandRun.of(
                "compress",
                file("raw.h5"),
                "--recipe",
                file("learn.yaml"),
                "--data",
                file("half.npz"),
                "-o",
                file("none"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("half.npz: has no labels for output 'size' of the model, but for [kind]");
    }

    @Test
    void eachOutputIsJudgedByTheMetricThatIsChosenForIt() throws Exception {
        JsonNode outputs = json(
                        "evaluate",
                        file("small/small.h5"),
                        "--data",
                        file("points.npz"),
                        "--metric",
                        "size=rmse,kind=f1",
                        "--json")
                .get("outputs");

        assertThat(outputs.get(0).get("metric").asText()).isEqualTo("f1");
        assertThat(outputs.get(1).get("metric").asText()).isEqualTo("rmse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--task   | regression | output 'kind': ",
                "--metric | mae        | output 'kind': metric mae does not fit classes",
                "--metric | seize=mae  | a task, loss, loss weight or metric is chosen for output 'seize' (did you mean 'size'?); there are kind, size",
                "--metric | size=      | give each output one name, as in OUTPUT=NAME,OUTPUT=NAME; 'size=' does not",
                "--metric | size=mae,size=rmse | give each output one name, as in OUTPUT=NAME,OUTPUT=NAME; 'size=rmse' does not"
            })
    void aChoiceThatDoesNotFitAnOutputIsRefused(String option, String value, String message) throws Exception {
        CommandRun run = CommandRun.of(
                "compress",
                file("raw.h5"),
                "--recipe",
                file("learn.yaml"),
                "--data",
                file("points.npz"),
                option,
                value,
                "-o",
                file("chosen"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void theCourseOfTrainingIsToldOfEachOutput() throws Exception {
        JsonNode epochs = new JsonMapper()
                .readTree(folder.resolve("learned/report.json").toFile())
                .get("history");

        JsonNode last = epochs.get(epochs.size() - 1);
        JsonNode outputs = last.get("outputs");
        assertThat(last.get("loss").asDouble())
                .isCloseTo(
                        outputs.get("kind_loss").asDouble()
                                + 0.5 * outputs.get("size_loss").asDouble(),
                        within(1e-4));
        assertThat(outputs.get("val_kind_accuracy").asDouble()).isGreaterThan(0.9);
    }
}
