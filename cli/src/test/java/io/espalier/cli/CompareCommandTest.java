// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
    @TempDir
    private static Path folder;

    private static Path floats;
    private static Path dynamic;
    private static Path keras;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        floats = folder.resolve("float.tflite");
        dynamic = folder.resolve("dynamic.tflite");
        Model network = MnistLab.network(1);
        GraphWriter.write(Converter.convert(network), floats);
        GraphWriter.write(
                Converter.of(network).withRecipe(Recipe.named("dynamic")).convert(), dynamic);
        keras = folder.resolve("net.keras");
        KerasFiles.write(network, null, keras);
        Model other = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(3))
                .build(1);
        GraphWriter.write(Converter.convert(other), folder.resolve("other.tflite"));
    }

    @Test
    void theTableHasARowForEachFile() throws Exception {
        CommandRun run = compare(floats.toString(), dynamic.toString());

        List<String> lines = run.out().lines().toList();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(lines.get(0)).contains("bytes", "accuracy", "agreement", "SNR", "latency p50");
        assertThat(lines.get(2)).contains("float.tflite", "100.0%", " - ");
        assertThat(lines.get(3)).contains("dynamic.tflite", " dB");
        assertThat(lines.get(5)).contains("dynamic.tflite, intermediate tensors, the worst");
        assertThat(lines.get(6)).contains("SNR", "cosine", "MSE");
    }

    @Test
    void jsonHoldsWhatTheOtherCommandsTell() throws Exception {
        JsonNode json = new JsonMapper()
                .readTree(compare(floats.toString(), dynamic.toString(), keras.toString(), "--json")
                        .out());
        JsonNode evaluated = new JsonMapper()
                .readTree(CommandRun.of("evaluate", dynamic.toString(), "--data", "mnist-sample", "--json")
                        .out());

        JsonNode models = json.get("models");
        assertThat(json.get("examples").asInt()).isEqualTo(1000);
        assertThat(models).hasSize(3);
        assertThat(models.get(0).get("agreement").isNull()).isTrue();
        assertThat(models.get(1).get("bytes").asLong()).isEqualTo(Files.size(dynamic));
        assertThat(models.get(1).get("accuracy")).isEqualTo(evaluated.get("accuracy"));
        assertThat(models.get(1).get("agreement").asDouble()).isBetween(0.9, 1.0);
        assertThat(models.get(1).get("maxDifference").asDouble()).isBetween(1e-6, 0.2);
        assertThat(models.get(1).get("signalToNoise").asDouble()).isGreaterThan(20);
        JsonNode layers = models.get(1).get("layers");
        assertThat(layers.size()).isGreaterThan(2);
        assertThat(layers.get(0).get("signalToNoise").asDouble())
                .isLessThanOrEqualTo(layers.get(1).get("signalToNoise").asDouble(1e9));
        assertThat(models.get(0).get("layers")).isEmpty();
        assertThat(models.get(2).get("model").asText()).isEqualTo("net.keras");
        assertThat(models.get(2).get("bytes").asLong()).isEqualTo(Files.size(keras));
        assertThat(models.get(2).get("convertedBytes").asLong()).isEqualTo(Files.size(floats));
        assertThat(models.get(2).get("agreement").asDouble()).isEqualTo(1);
        assertThat(models.get(2).get("maxDifference").asDouble()).isZero();
        assertThat(models.get(2).get("signalToNoise").isNull()).isTrue();
    }

    @Test
    void thePageHoldsTheFiguresAndAllThatDrawsThem() throws Exception {
        Path page = folder.resolve("comparison.html");

        CommandRun run = compare(floats.toString(), dynamic.toString(), "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Wrote      " + page);
        String text = Files.readString(page);
        assertThat(Stream.of("SNR, dB", "dense/BiasAdd", "vegaLite", "new vega.View", "0.9"))
                .allMatch(text::contains);
        assertThat(Stream.of("<script src", "<link rel=\"stylesheet")).noneMatch(text::contains);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | @/float.tflite                                     | two or more models",
                "2 | @/float.tflite @/dynamic.tflite --threads 0        | --threads",
                "3 | @/float.tflite @/none.tflite                       | no such file",
                "3 | @/float.tflite @/text.tflite                       | text.tflite",
                "3 | @/float.tflite @/other.tflite                      | compare variants of one model",
            })
    void aMistakeGetsOneMessageAndItsExitCode(int exitCode, String arguments, String message) throws Exception {
        Files.writeString(folder.resolve("text.tflite"), "no model, but long enough to have a header");
        Files.writeString(folder.resolve("net.h5"), "no model");

        CommandRun run =
                compare(arguments.strip().replace("@", folder.toString()).split(" "));

        assertThat(run.err())
                .containsOnlyOnce("espalier: ")
                .contains(message.strip())
                .doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    private static CommandRun compare(String... arguments) throws Exception {
        String[] words = new String[arguments.length + 3];
        words[0] = "compare";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        words[arguments.length + 1] = "--data";
        words[arguments.length + 2] = "mnist-sample";
        return CommandRun.of(words);
    }
}
