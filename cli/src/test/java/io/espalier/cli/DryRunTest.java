// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
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
    void aConversionSaysTheSizeThatItWouldHaveAndWritesNothing() throws Exception {
        Path file = folder.resolve("small.tflite");
        Path ranges = folder.resolve("ranges.json");
        String[] words = {
            "convert",
            model.toString(),
            "-o",
            file.toString(),
            "--quantize",
            "int8",
            "--calibrate",
            "mnist-sample",
            "--json"
        };

        CommandRun dry = CommandRun.of(more(words, "--dry-run", "--save-ranges", ranges.toString()));
        assertThat(folder.toFile().list()).containsExactly("model.h5");
        CommandRun real = CommandRun.of(words);

        JsonNode planned = new JsonMapper().readTree(dry.out());
        assertThat(planned.path("dryRun").asBoolean()).isTrue();
        assertThat(planned.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(planned.path("plan"))
                .isEqualTo(new JsonMapper().readTree(real.out()).path("plan"));
        assertThat(Recipe.parse(planned.path("effectiveRecipe").toString())).isEqualTo(Recipe.named("int8"));
    }

    @Test
    void quantizePrintsThePlanAndRefusesWhatTheRealRunRefuses() throws Exception {
        Path floats = folder.resolve("float.tflite");
        GraphWriter.write(Converter.convert(MnistLab.network(1)), floats);
        Path there = Files.writeString(folder.resolve("there.tflite"), "there");

        CommandRun dry = CommandRun.of(
                "quantize", floats.toString(), "-o", folder + "/x.tflite", "--recipe", "dynamic", "--dry-run");
        CommandRun taken = CommandRun.of(
                "quantize", floats.toString(), "-o", there.toString(), "--recipe", "dynamic", "--dry-run");

        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).startsWith("Operators").contains("FULLY_CONNECTED");
        assertThat(dry.err()).contains("would become " + folder + "/x.tflite (", "nothing was written");
        assertThat(folder.resolve("x.tflite")).doesNotExist();
        assertThat(taken.exitCode()).isEqualTo(2);
    }

    @Test
    void aKerasFileIsNotWrittenEither() {
        CommandRun dry = CommandRun.of("convert", model.toString(), "-o", folder + "/model.keras", "--dry-run");

        assertThat(dry.exitCode()).isZero();
        assertThat(dry.err()).contains("would become " + folder + "/model.keras; nothing was written");
        assertThat(folder.toFile().list()).containsExactly("model.h5");
    }

    @Test
    void aTimeThatNeedsTheFileIsRefused() {
        CommandRun dry = CommandRun.of(
                "convert",
                model.toString(),
                "-o",
                folder + "/x.tflite",
                "--quantize",
                "dynamic",
                "--dry-run",
                "--check-latency");

        assertThat(dry.exitCode()).isEqualTo(2);
        assertThat(dry.err()).contains("--check-latency measures the new file, but --dry-run writes none");
    }

    @Test
    void aCompressionTellsStepsLayersAndFiles() throws Exception {
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), """
                steps:
                  - prune_filters: 0.25
                    train: {epochs: 0}
                  - prune: {dense: 0.5}
                  - quantize_aware: 8
                  - export: [h5]
                  - quantize: int8
                """);

        CommandRun text = compress(recipe, "--dry-run");
        CommandRun json = compress(recipe, "--dry-run", "--json", "--seed", "3");

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out())
                .contains(
                        "  2. prune: dense: 0.5, ",
                        "     layers: dense\n",
                        "trains 40 steps",
                        "writes: mine-int8.tflite",
                        "Nothing was written.");
        assertThat(out).doesNotExist();
        JsonNode plan = new JsonMapper().readTree(json.out());
        assertThat(plan.at("/steps/0/layers")).extracting(JsonNode::asText).containsExactly("conv2d", "dense");
        assertThat(plan.at("/files"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "mine.h5",
                        "mine-int8.tflite",
                        "recipe.yaml",
                        "recipe.schema.json",
                        "report.json",
                        "report.html");
        CompressionRecipe effective =
                CompressionRecipe.parse(plan.path("effectiveRecipe").asText(), "x");
        assertThat(effective)
                .isEqualTo(CompressionRecipe.read(recipe).withSeed(3).resolved(40));
    }

    @Test
    void aCompressionRefusesAFolderThatIsTakenAndLeavesItAlone() throws Exception {
        Files.createDirectory(out);
        Files.writeString(out.resolve("mine.txt"), "mine");

        CommandRun run = compress(Path.of("qat"), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not empty");
        assertThat(out.toFile().list()).containsExactly("mine.txt");
    }

    private CommandRun compress(Path recipe, String... options) {
        String[] words = {
            "compress", model.toString(), "--data", "mnist-sample", "-o", out.toString(), "--recipe", recipe.toString()
        };
        return CommandRun.of(more(words, options));
    }

    private static String[] more(String[] words, String... others) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }
}
