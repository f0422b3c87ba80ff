// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with models that are for other things than to tell classes apart. */
class TaskCommandsTest {
    private static final int EXAMPLES = 400;

    @TempDir
    private static Path folder;

    /** Labels are the only feature plus 0.5, or whether it is above 0. */
    private static Path numbers;

    private static Path yesOrNo;

    @BeforeAll
    static void write() throws IOException {
        float[] x = new float[EXAMPLES * 4];
        float[] sums = new float[EXAMPLES];
        float[] signs = new float[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            x[4 * i] = (i - EXAMPLES / 2 + 0.5f) / 100;
            sums[i] = x[4 * i] + 0.5f;
            signs[i] = x[4 * i] > 0 ? 1 : 0;
        }
        numbers = npz("numbers.npz", x, sums);
        yesOrNo = npz("yes.npz", x, signs);
        for (ActivationFunction last : List.of(ActivationFunction.LINEAR, ActivationFunction.SIGMOID)) {
            Model model = copying(last);
            String name = last.name().toLowerCase(java.util.Locale.ROOT);
            KerasFormat.H5.write(model, null, folder.resolve(name + ".h5"));
            GraphWriter.write(Converter.convert(model), folder.resolve(name + ".tflite"));
            GraphWriter.write(
                    Converter.of(model).withRecipe(Recipe.named("float16")).convert(),
                    folder.resolve(name + "16.tflite"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear.h5", "linear.tflite", "linear16.tflite"})
    void aRegressionIsMeasuredByItsErrors(String model) throws Exception {
        CommandRun run = evaluate(model, numbers);

        assertThat(run.err()).doesNotContain("classes");
        assertThat(run.out()).startsWith("MAE 0.5000, RMSE 0.5000, R2 0.81").contains("(400 examples of ");
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear.h5", "linear.tflite", "sigmoid.h5", "sigmoid.tflite"})
    void aLogitMeansYesAboveZeroAndAProbabilityAboveOneHalf(String model) throws Exception {
        CommandRun run = evaluate(model, yesOrNo, "--json");

        JsonNode answer = new JsonMapper().readTree(run.out());
        assertThat(answer.path("task").asText()).isEqualTo("binary");
        assertThat(answer.path("metric").asText()).isEqualTo("accuracy");
        assertThat(answer.path("accuracy").asDouble()).isEqualTo(1);
        assertThat(answer.path("correct").asInt()).isEqualTo(EXAMPLES);
        assertThat(answer.path("auc").asDouble()).isEqualTo(1);
    }

    @Test
    void taskAndMetricOverrideWhatIsDerived() throws Exception {
        CommandRun run = evaluate("linear.tflite", yesOrNo, "--task", "regression", "--metric", "rmse");

        assertThat(run.out()).startsWith("RMSE ").contains(", MAE ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | sigmoid.tflite --task clases | --task clases: must be one of classes, binary, multi_label, regression (did you mean 'classes'?)",
                "2 | sigmoid.tflite --metric acc | --metric acc: must be one of accuracy, top_5, auc, f1, mae, rmse, r2",
                "2 | sigmoid.tflite --metric mae | metric mae does not fit binary",
                "2 | sigmoid.tflite --task classes | said to be classes, which needs one output per class, but the model ends in one sigmoid",
            })
    void whatDoesNotFitIsRefusedWithWhatWould(int exitCode, String arguments, String message) throws Exception {
        String[] words = arguments.split(" ");
        CommandRun run = evaluate(words[0], yesOrNo, words[1], words[2]);

        assertThat(run.err()).contains("espalier: ", message);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aComparisonShowsErrorsAndNoAgreement() throws Exception {
        CommandRun table =
                CommandRun.of("compare", path("linear.tflite"), path("linear16.tflite"), "--data", numbers.toString());
        CommandRun json = CommandRun.of(
                "compare", path("linear.tflite"), path("linear16.tflite"), "--data", numbers.toString(), "--json");

        assertThat(table.out()).contains("MAE", "0.5000").doesNotContain("accuracy");
        JsonNode comparison = new JsonMapper().readTree(json.out());
        assertThat(comparison.path("task").asText()).isEqualTo("regression");
        assertThat(comparison.path("models").path(1).path("mae").asDouble()).isCloseTo(0.5, within(1e-6));
        assertThat(comparison.path("models").path(1).path("agreement").isNull()).isTrue();
    }

    @Test
    void aRecommendedFileIsTheOneToLookAtNext() throws Exception {
        Path out = folder.resolve("small");
        Path recipe = Files.writeString(
                folder.resolve("mine.yaml"),
                "{batch_size: 16, steps: [{fine_tune: {epochs: 20, learning_rate: 0.01}}, {quantize: dynamic}, {quantize: none}]}");

        CommandRun run = CommandRun.of(
                "compress",
                path("linear.h5"),
                "--recipe",
                recipe.toString(),
                "--data",
                numbers.toString(),
                "-o",
                out.toString(),
                "--metric",
                "rmse");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("regression of 1 number; loss mean_squared_error, metric RMSE", "RMSE 0.5000");
        String recommended = run.out()
                .lines()
                .filter(line -> line.startsWith("Recommended"))
                .findFirst()
                .orElseThrow();
        assertThat(recommended).contains("mine-").contains("less RMSE");
        String file = recommended.split("devices: ")[1].split("\\. It")[0];
        assertThat(run.err()).contains("inspect " + out.resolve(file));
        assertThat(out.resolve("recipe.yaml")).content().contains("metric: rmse");
    }

    private static CommandRun evaluate(String model, Path data, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("evaluate", path(model), "--data", data.toString()));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Puts out its first input. */
    private static Model copying(ActivationFunction last) {
        Model model = Model.sequential()
                .input(4)
                .add(Dense.of(1).withActivation(last))
                .build(1);
        return model.withWeights(Weights.of(java.util.Map.of(
                new WeightKey("dense", "kernel"), Tensor.of(Shape.of(4, 1), 1, 0, 0, 0),
                new WeightKey("dense", "bias"), Tensor.of(Shape.of(1), 0))));
    }

    @Test
    void wholeNumbersBelowZeroAreTargetsOfARegression() throws Exception {
        Path data = folder.resolve("negative.npz");
        ByteBuffer targets = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.nativeOrder());
        targets.putInt(-3).putInt(250_000).flip();
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(data))) {
            writer.write("x", floats(List.of(2, 4), -1, 0, 0, 0, 250_000, 0, 0, 0));
            writer.write("y", new NumericArray(ElementType.INT32, List.of(2), targets));
        }

        CommandRun run = CommandRun.of("evaluate", path("linear.tflite"), "--data", data.toString());

        assertThat(run.out() + run.err()).contains("MAE 1.000,");
        assertThat(run.exitCode()).isZero();
    }

    private static Path npz(String name, float[] x, float[] y) throws IOException {
        Path file = folder.resolve(name);
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(file))) {
            writer.write("x", floats(List.of(EXAMPLES, 4), x));
            writer.write("y", floats(List.of(EXAMPLES, 1), y));
        }
        return file;
    }

    private static NumericArray floats(List<Integer> shape, float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(numbers);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }
}
