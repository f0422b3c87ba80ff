// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.internal.HarmlessPath;
import io.espalier.experiment.runs.RunComparison.Difference;
import io.espalier.experiment.runs.RunComparison.Kind;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunFolder.Runs;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileTest {
    @TempDir
    private Path folder;

    @Test
    void aRunIsTheSameAfterItWasWrittenAndRead() throws IOException {
        RunFile run = run("small.tflite", "ab");
        Path file = RunFile.beside(folder.resolve("small.tflite"));

        run.write(file);

        assertThat(file).hasFileName("small.tflite.run.json");
        assertThat(RunFile.read(file)).isEqualTo(run);
        assertThat(RunFile.read(file).toJson()).isEqualTo(run.toJson());
        assertThat(run.command()).isEqualTo("convert");
        assertThat(RunFile.mayReplace(file)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"run\": 2, \"versions\": {\"Espalier\": \"9.0\"}} | written by a newer Espalier, 9.0 (form 2; this one reads form 1); use that version",
                "{\"run\": 1, \"arguments\": []} | a damaged run file: 'folder' is missing or of another type",
                "{\"run\": 1, \"arguments\": [3]} | a damaged run file: 'arguments' is missing or of another type",
                "{\"run\": 99999999999999999999} | written by a newer Espalier",
                "{\"steps\": []} | no run file of Espalier, but one of the same name",
                "[] | no run file of Espalier",
                "not JSON | no run file: it is not valid JSON",
                "`` | no run file",
            })
    void whatIsNoRunFileIsRefused(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), text);

        assertThatExceptionOfType(RunFileException.class)
                .isThrownBy(() -> RunFile.read(file))
                .withMessageContainingAll(file + ": ", message);
    }

    @Test
    void aFileOfAnotherToolMayNotBeReplaced() throws IOException {
        Path foreign = Files.writeString(folder.resolve("run.json"), "{\"run\": \"fast\"}");

        assertThat(RunFile.mayReplace(foreign)).isFalse();
        assertThat(RunFile.mayReplace(folder.resolve("missing.run.json"))).isTrue();
        assertThat(RunFile.mayReplace(folder)).isFalse();
    }

    @Test
    void aFolderIsSearchedAndWhatCannotBeReadIsNamed() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        run("b.tflite", "ab").write(RunFile.beside(inner.resolve("b.tflite")));
        run("a.tflite", "ab").write(RunFile.beside(folder.resolve("a.tflite")));
        Files.writeString(inner.resolve("run.json"), "{}");
        run("c.tflite", "ab")
                .write(RunFile.beside(
                        Files.createDirectories(folder.resolve(".git")).resolve("c.tflite")));

        Runs runs = RunFolder.below(folder);

        assertThat(runs.runs())
                .extracting(RunFolder.Found::file)
                .containsExactly(folder.resolve("a.tflite.run.json"), inner.resolve("b.tflite.run.json"));
        assertThat(runs.refused()).singleElement().asString().startsWith(inner.resolve("run.json") + ": no run file");
    }

    @Test
    void aRunIsFoundByItsFolderAndByWhatItMade() throws IOException {
        Path made = Files.writeString(folder.resolve("pruned.h5"), "x");
        run("pruned.h5", "ab").write(folder.resolve(RunFile.NAME));

        assertThat(List.of(RunFolder.of(folder), RunFolder.of(made), RunFolder.of(folder.resolve(RunFile.NAME))))
                .allMatch(found -> found.run().outputs().get(0).path().equals("pruned.h5"));
        assertThatExceptionOfType(RunFileException.class)
                .isThrownBy(() -> RunFolder.of(Files.createDirectory(folder.resolve("empty"))))
                .withMessageContaining("no run file there (run.json, or NAME.run.json beside an output)");
    }

    @Test
    void aComparisonNamesWhatDiffers() {
        RunFile one = run("a.tflite", "ab");
        RunFile other = run("b.tflite", "cd");

        RunComparison comparison =
                RunComparison.of(one, Map.of("a.h5 accuracy", "0.9"), other, Map.of("a.h5 accuracy", "0.8"));

        assertThat(comparison.differences())
                .containsExactly(
                        new Difference(Kind.OUTPUT, "file", "3 bytes, SHA-256 ab", "3 bytes, SHA-256 cd"),
                        new Difference(Kind.FIGURE, "a.h5 accuracy", "0.9", "0.8"));
        assertThat(comparison.hasSameCause()).isTrue();
    }

    @Test
    void pathsBelowTheHomeFolderDoNotNameIt() {
        String home = System.getProperty("user.home");
        Path project = Path.of(home, "project");

        assertThat(HarmlessPath.hidden(home + "/net.h5")).isEqualTo("~/net.h5");
        assertThat(HarmlessPath.hidden("logits=" + home + "/labels.txt")).isEqualTo("logits=~/labels.txt");
        assertThat(HarmlessPath.shown("logits=~/labels.txt")).isEqualTo("logits=" + home + "/labels.txt");
        assertThat(HarmlessPath.way(project.resolve("out"), project)).isEqualTo("..");
        assertThat(HarmlessPath.way(Path.of("/elsewhere/out"), project)).isEqualTo("~/project");
        assertThat(HarmlessPath.follow(Path.of("/elsewhere/out"), "~/project")).isEqualTo(project);
        assertThat(HarmlessPath.follow(project.resolve("out"), "..")).isEqualTo(project);
    }

    @Test
    void aFolderOfDataIsKnownByNamesAndSizes() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/cat"));
        Files.writeString(data.resolve("1.jpg"), "one");
        Input before = RunInputs.data("--data", "data", folder.resolve("data"));
        Files.writeString(data.resolve("2.jpg"), "two");
        Input after = RunInputs.data("--data", "data", folder.resolve("data"));

        assertThat(before.bytes()).isEqualTo(3);
        assertThat(after.bytes()).isEqualTo(6);
        assertThat(after.sha256()).isNotEqualTo(before.sha256());
    }

    private static RunFile run(String output, String sha256) {
        return new RunFile(
                List.of("convert", "net.h5", "--output", output),
                "..",
                "2026-11-30T12:00:00Z",
                1.25,
                Map.of(RunFile.ESPALIER, "0.1.0"),
                "linux-amd64",
                2,
                7L,
                Map.of("MODEL", "net.h5", "--output", output),
                tree(Recipe.named("int8")),
                List.of(new Input("MODEL", "net.h5", 9, "ef"), new Input("--calibrate", "mnist", -1, "")),
                List.of(new Output(output, 3, sha256)));
    }

    private static JsonNode tree(Recipe recipe) {
        try {
            return new JsonMapper().readTree(recipe.toJson());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
