// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    private static final String SPACE = """
            name: small
            batch_size: 500
            constraints: [accuracy >= 0.2]
            steps:
              - prune: [0.5, 0.8]
              - quantize: int8
            """;

    @TempDir
    private Path folder;

    private Path model;
    private Path space;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("model.h5");
        out = folder.resolve("out");
        KerasFormat.H5.write(MnistLab.network(1), null, model);
        space = Files.writeString(folder.resolve("space.yaml"), SPACE);
    }

    @Test
    void theBestRecipeGivesTheBytesOfTheChosenFileAgain() throws Exception {
        CommandRun planned = search("--dry-run");
        CommandRun run = search("--workers", "2", "--threads", "1");
        CommandRun again = CommandRun.of(
                "compress",
                model.toString(),
                "--recipe",
                out.resolve("best.yaml").toString(),
                "--data",
                "mnist-sample",
                "--threads",
                "1",
                "-o",
                folder.resolve("again").toString());

        assertThat(planned.out()).contains("Recipes    2", "Trials     2, sampler grid", "18 steps");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("baseline", "best", "is the best that keeps the constraint");
        assertThat(run.err())
                .contains("2 recipes; grid, 2 trials", "judged on the last 500 training examples", "2/2, ");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "best.yaml",
                        "recipe.schema.json",
                        "run.json",
                        "search.html",
                        "search.json",
                        "search.txt",
                        "small-best.tflite",
                        "store");
        assertThat(new JsonMapper()
                        .readTree(out.resolve("search.json").toFile())
                        .at("/trials/0/resident_bytes")
                        .isNumber())
                .isEqualTo(OS.LINUX.isCurrentOs());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(folder.resolve("again/small-int8.tflite")).hasSameBinaryContentAs(out.resolve("small-best.tflite"));
    }

    @Test
    void aSearchThatFindsNothingFailsAndKeepsItsResults() throws Exception {
        Files.writeString(space, SPACE.replace("accuracy >= 0.2", "gzip_bytes <= 1KB"));

        CommandRun run = search("--json");
        CommandRun taken = search();

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode report = new JsonMapper().readTree(run.out());
        assertThat(report.path("verdict").asText()).contains("No trial keeps all constraints", "must be at most 1,024");
        assertThat(report.path("best").isNull()).isTrue();
        assertThat(out.resolve("search.json")).exists();
        assertThat(taken.exitCode()).isEqualTo(2);
        assertThat(taken.err()).contains("holds a search; add --resume to go on with it, or --force to start over");
    }

    @Test
    void aModelThatCannotTakeTheDataIsNamedBeforeAnythingIsTried() throws Exception {
        Path other = folder.resolve("other.h5");
        KerasFormat.H5.write(Model.sequential().input(5).add(Dense.of(10)).build(1), null, other);

        CommandRun run = CommandRun.of(
                "search",
                space.toString(),
                "--model",
                other.toString(),
                "--data",
                "mnist-sample",
                "-o",
                out.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(run.err()).contains(other + ": takes examples of shape [5], but those of mnist-sample");
        assertThat(out).doesNotExist();
    }

    @Test
    void aSpaceWithMistakesIsRefusedWithTheirPlaces() throws Exception {
        Files.writeString(space, SPACE.replace("prune:", "prun:").replace("accuracy", "acuracy"));

        CommandRun run = search();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "space.yaml: line 3, column 15: unknown figure 'acuracy' (did you mean 'accuracy'?)",
                        "space.yaml: line 5, column 5: unknown step 'prun' (did you mean 'prune'?)");
        assertThat(out).doesNotExist();
    }

    @Test
    void moreRecipesThanAllowedAreRefusedWithTheirNumber() throws Exception {
        CommandRun run = search("--max-trials", "1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("the space has 2 recipes, and grid would try 2 of them, more than --max-trials 1");
    }

    @Test
    void searchAndCompressDoNotMixInAFolder() throws Exception {
        Files.createDirectories(out);
        Path report = Files.createFile(out.resolve("report.json"));
        CommandRun mixed = search("--force");
        Files.delete(report);
        Files.createFile(out.resolve("search.txt"));
        CommandRun compressed = CommandRun.of(
                "compress",
                model.toString(),
                "--recipe",
                "prune",
                "--data",
                "mnist-sample",
                "-o",
                out.toString(),
                "--force");

        assertThat(mixed.exitCode()).isEqualTo(2);
        assertThat(mixed.err()).contains(out + ": holds the results of compress or of a lab; choose another folder");
        assertThat(compressed.exitCode()).isEqualTo(2);
        assertThat(compressed.err()).contains(out + ": holds the results of a search; choose another folder");
        assertThat(out.toFile().list()).contains("search.txt").doesNotContain("store", "recipe.yaml");
    }

    @Test
    void aRefusedSearchLeavesNoFolder() throws Exception {
        Files.writeString(space, SPACE.replace("prune: [0.5, 0.8]", "{prune: [0.5, 0.8], layers: [none_such]}"));

        CommandRun run = search();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("has no layer 'none_such'");
        assertThat(out).doesNotExist();
    }

    private CommandRun search(String... options) {
        return CommandRun.of(Stream.concat(
                        List.of(
                                "search",
                                space.toString(),
                                "--model",
                                model.toString(),
                                "--data",
                                "mnist-sample",
                                "-o",
                                out.toString())
                                .stream(),
                        Stream.of(options))
                .toArray(String[]::new));
    }
}
