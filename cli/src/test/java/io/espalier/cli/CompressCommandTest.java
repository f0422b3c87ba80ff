// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressCommandTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("model.h5");
        out = folder.resolve("out");
        KerasFormat.H5.write(MnistLab.network(1), null, model);
    }

    @Test
    void aModelIsCompressedByARecipeOfItsName() throws Exception {
        CommandRun run = compress("--recipe", "pqat", "--tensorboard");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("prune_low_magnitude_conv2d", "pqat-int8.tflite", "Recommended for edge devices:");
        assertThat(run.err()).contains("step 1/4, prune: 0.8", "its recipe.yaml reproduces them");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "logs",
                        "pqat.h5",
                        "pqat-int8.tflite",
                        "recipe.yaml",
                        "recipe.schema.json",
                        "report.html",
                        "report.json",
                        "run.json");
        assertThat(out.resolve("logs/pqat-prune/train")).isNotEmptyDirectory();
    }

    @Test
    void jsonPrintsTheReportAloneOnStandardOutput() throws Exception {
        Path recipe = Files.writeString(
                folder.resolve("mine.yaml"), "steps: [{prune: 0.5, train: {epochs: 0}}, {quantize: dynamic}]");

        CommandRun run = compress("--recipe", recipe.toString(), "--json", "--seed", "7");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = new JsonMapper().readTree(run.out());
        assertThat(report.at("/settings/seed").asInt()).isEqualTo(7);
        assertThat(report.at("/variants/1/name").asText()).isEqualTo("mine-dynamic.tflite");
    }

    @Test
    void aRecipeWithAnUnknownKeyIsRefusedWithWhatWasMeant() throws Exception {
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), "steps:\n- prune: 0.5\n  layer: [dense]\n");

        CommandRun run = compress("--recipe", recipe.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("espalier: " + recipe + ": line 3, column 3: unknown key 'layer' (did you mean 'layers'?)");
        assertThat(out).doesNotExist();
    }

    @Test
    void anUnknownRecipeIsWrongUsage() throws Exception {
        CommandRun run = compress("--recipe", "prunes");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("unknown recipe 'prunes' (did you mean 'prune'?)", "or a .yaml file");
    }

    @Test
    void aTfliteFileCannotBeTrained() throws Exception {
        model = folder.resolve("model.tflite");
        Converter converter = Converter.of(MnistLab.network(1));
        GraphWriter.write(converter.convert(), model);

        CommandRun floats = compress("--recipe", "prune");
        GraphWriter.write(converter.withRecipe(Recipe.named("dynamic")).convert(), model);
        CommandRun quantized = compress("--recipe", "prune");

        assertThat(List.of(floats, quantized)).allSatisfy(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("cannot be trained");
        });
        assertThat(floats.err()).contains("Try: espalier quantize ");
        assertThat(quantized.err()).doesNotContain("Try:");
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
        Files.createDirectory(out);
        Files.writeString(out.resolve("mine.txt"), "mine");

        CommandRun run = compress("--recipe", "prune");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not empty", "--force");
        assertThat(out.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void aLayerThatIsNotThereIsSaidBeforeAnythingIsTrained() throws Exception {
        Path recipe =
                Files.writeString(folder.resolve("mine.yaml"), "steps: [{fine_tune: }, {cluster: 16, layers: [dens]}]");

        CommandRun run = compress("--recipe", recipe.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("step 2 (cluster): ", "'dens'");
        assertThat(out).doesNotExist();
    }

    @Test
    void aNoteSaysThatAnArchitectureHasNoWeights() throws Exception {
        model = Files.writeString(folder.resolve("model.json"), """
                {"class_name": "Sequential", "config": {"name": "net", "layers": [
                  {"class_name": "Flatten", "config": {"name": "flat", "batch_input_shape": [null, 28, 28]}},
                  {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}]}}
                """);
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), "steps: [{quantize: dynamic}]");

        CommandRun run = compress("--recipe", recipe.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("Note: " + model + ": architecture without weights; initialized at random with seed 0");
    }

    @Test
    void examplesOfFewClassesGetOneNote() throws Exception {
        Path data = folder.resolve("zeros.npz");
        try (NpzFile.Writer npz = new NpzFile.Writer(Files.newOutputStream(data))) {
            npz.write("x", zeros(4, 28, 28));
            npz.write("y", zeros(4));
        }
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), "steps: [{quantize: dynamic}]");

        CommandRun run = CommandRun.of(
                "compress",
                model.toString(),
                "--data",
                data.toString(),
                "-o",
                out.toString(),
                "--recipe",
                recipe.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .containsOnlyOnce("zeros.npz has 1 class, the model has 10; classes are matched by number");
    }

    private static NumericArray zeros(Integer... shape) {
        int elements = Stream.of(shape).reduce(1, (left, right) -> left * right);
        return new NumericArray(ElementType.UINT8, List.of(shape), ByteBuffer.allocateDirect(elements));
    }

    private CommandRun compress(String... options) {
        String[] arguments = new String[options.length + 6];
        String[] first = {"compress", model.toString(), "--data", "mnist-sample", "-o", out.toString()};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(options, 0, arguments, first.length, options.length);
        return CommandRun.of(arguments);
    }
}
