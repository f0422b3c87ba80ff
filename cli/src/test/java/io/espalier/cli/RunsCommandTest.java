// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.experiment.runs.RunFile;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.recurrent.LSTM;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class RunsCommandTest {
    private static final String DATA = "file of data";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("model.h5");
        KerasFormat.H5.write(MnistLab.network(1), null, model);
    }

    @Test
    void aConversionLeavesARunFileBesideItsOutput() throws Exception {
        Path small = folder.resolve("small.tflite");

        run("convert", model, "-o", small, "--quantize=int8", "--calibrate", "mnist-sample", "--input-type", "int8");

        RunFile run = RunFile.read(RunFile.beside(small));
        assertThat(run.arguments())
                .containsExactly(
                        "convert",
                        model.toString(),
                        "--output",
                        small.toString(),
                        "--quantize",
                        "int8",
                        "--calibrate",
                        "mnist-sample",
                        "--input-type",
                        "int8");
        assertThat(run.settings()).containsEntry("--samples", "100").containsEntry("--input-type", "int8");
        assertThat(run.versions()).containsKeys("Espalier", "Java", "TFLite");
        assertThat(run.input("--calibrate").orElseThrow().isNamed()).isTrue();
        try (ModelSource in = ModelSource.open(model);
                ModelSource out = ModelSource.open(small)) {
            assertThat(run.input("MODEL").orElseThrow().sha256()).isEqualTo(in.sha256());
            assertThat(run.outputs()).containsExactly(new RunFile.Output("small.tflite", out.size(), out.sha256()));
        }
        assertThat(Recipe.parse(String.valueOf(run.recipe())))
                .isEqualTo(Recipe.named("int8").withInputType(BoundaryType.INT8));
    }

    @Test
    void everyKindOfNetworkAndFormatLeavesOne() throws Exception {
        Model recurrent =
                Model.sequential().input(4, 3).add(LSTM.of(2)).add(Dense.of(2)).build(1);
        Path lstm = folder.resolve("lstm.keras");
        KerasFormat.KERAS.write(recurrent, null, lstm);

        run("convert", lstm, "-o", folder.resolve("lstm.tflite"), "--recurrent", "fused");
        run("convert", lstm, "-o", folder.resolve("lstm.h5"));
        run("export", model, "--to", "saved-model", "-o", folder.resolve("saved"));
        run("export", model, "--to", "c", "-o", folder.resolve("firmware"));
        CommandRun list = run("runs", "list", folder);

        assertThat(list.out().lines()).hasSize(5);
        assertThat(list.out()).contains("lstm.tflite", "lstm.h5", "saved", "firmware");
        assertThat(folder.resolve("saved/run.json")).doesNotExist();
        assertThat(folder.resolve("saved.run.json")).exists();
    }

    @Test
    void aCompressionLeavesARunFileInItsFolder() throws Exception {
        Path recipe = Files.writeString(
                folder.resolve("mine.yaml"), "steps: [{prune: 0.5, train: {epochs: 0}}, {quantize: dynamic}]");
        Path out = folder.resolve("out");

        run("compress", model, "--data", "mnist-sample", "--recipe", recipe, "-o", out, "--seed", "7");

        RunFile run = RunFile.read(out.resolve("run.json"));
        assertThat(run.seed()).isEqualTo(7);
        assertThat(run.versions()).containsKeys("TFLite", "TensorFlow");
        assertThat(run.outputs())
                .extracting(RunFile.Output::path)
                .containsExactly("mine-dynamic.tflite", "recipe.yaml");
        assertThat(run.inputs())
                .extracting(RunFile.Input::role)
                .containsExactly("MODEL", "--recipe", "--data", DATA, DATA, DATA, DATA);
        assertThat(run.input(DATA).orElseThrow().sha256()).hasSize(64);
        assertThat(CommandRun.of(
                                "runs",
                                "show",
                                out.resolve("mine-dynamic.tflite").toString())
                        .out())
                .contains("compress ", "Seed        7", "Read        --recipe " + recipe);
    }

    @Test
    void aPageLeavesOneToo() throws Exception {
        Path tflite = folder.resolve("a.tflite");
        run("convert", model, "-o", tflite);
        Path page = folder.resolve("page.html");

        run("inspect", tflite, "--html", page, "--node-data", folder.resolve("data"));

        RunFile run = RunFile.read(RunFile.beside(page));
        assertThat(run.command()).isEqualTo("inspect");
        assertThat(run.inputs()).extracting(RunFile.Input::role).containsExactly("MODEL");
        assertThat(run.outputs()).extracting(RunFile.Output::path).containsExactly("page.html");
        assertThat(RunFile.read(folder.resolve("data/run.json")).outputs()).isNotEmpty();
        assertThat(CommandRun.of("runs", "again", page.toString()).out()).contains("The same bytes.");
    }

    @Test
    void aPageWithMeasuredTimesIsNeverTheSameAndThatIsSaid() throws Exception {
        Path tflite = folder.resolve("a.tflite");
        Path page = folder.resolve("page.html");
        run("convert", model, "-o", tflite);
        run("compare", tflite, tflite, "--data", "mnist-sample", "--html", page);

        CommandRun again = CommandRun.of("runs", "again", page.toString());

        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.WORK_FAILED);
        assertThat(again.out())
                .contains("differs  page.html, ", "; it holds measured times", "Other bytes: what it makes holds times")
                .doesNotContain("not deterministic");
    }

    @Test
    void twoRunsAreCompared() throws Exception {
        run("convert", model, "-o", folder.resolve("a.tflite"), "--quantize", "dynamic");
        run("convert", model, "-o", folder.resolve("b.tflite"), "--quantize", "float16");
        run("convert", model, "-o", folder.resolve("c.tflite"), "--quantize", "dynamic", "--force");

        JsonNode others = compare("a.tflite", "b.tflite");
        JsonNode same = compare("a.tflite", "c.tflite");

        assertThat(others.path("sameBytes").asBoolean()).isFalse();
        assertThat(others.path("differences").findValuesAsText("kind")).containsExactly("option", "recipe", "output");
        assertThat(same.path("differences")).isEmpty();
        assertThat(CommandRun.of("runs", "compare", folder + "/a.tflite", folder + "/c.tflite")
                        .out())
                .contains("Same command, settings, inputs and versions; same bytes.");
    }

    @Test
    void aRunGivesTheSameBytesAgainAlsoWithoutItsRecipe() throws Exception {
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), "quantize: dynamic\ngranularity: per_tensor\n");
        Path small = folder.resolve("small.tflite");
        run("convert", model, "-o", small, "--quantize", recipe);
        Files.delete(recipe);
        Path kept = folder.resolve("kept");

        CommandRun again = CommandRun.of("runs", "again", small.toString(), "-o", kept.toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("same     small.tflite, ", "The same bytes.");
        assertThat(again.err()).contains("mine.yaml: is missing; the recipe is taken from the run file");
        assertThat(kept.resolve("small.tflite")).hasSameBinaryContentAs(small);
    }

    @Test
    void anInputThatIsMissingOrHasChangedIsNamedBeforeAnythingRuns() throws Exception {
        Path small = folder.resolve("small.tflite");
        run("convert", model, "-o", small);
        KerasFormat.H5.write(MnistLab.network(2), null, model);
        CommandRun changed = CommandRun.of("runs", "again", small.toString());
        Files.delete(model);
        CommandRun missing = CommandRun.of("runs", "again", small.toString());

        assertThat(changed.exitCode()).isEqualTo(3);
        assertThat(changed.err()).contains("changed since that run: " + model + " (MODEL)", "--anyway");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains(model + ": MODEL is missing; it had ");
    }

    @Test
    void aFolderWithoutRunsIsNoError() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        CommandRun list = CommandRun.of("runs", "list", empty.toString());
        CommandRun show = CommandRun.of("runs", "show", empty.toString());

        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).isEmpty();
        assertThat(list.err()).contains(empty + ": no run file in it or below");
        assertThat(show.exitCode()).isEqualTo(3);
        assertThat(CommandRun.of("runs", "list", folder + "/missing").exitCode())
                .isEqualTo(3);
        assertThat(CommandRun.of("runs", "compare", empty.toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void aFileOfAnotherToolStays() throws Exception {
        Path small = folder.resolve("small.tflite");
        Path foreign = Files.writeString(RunFile.beside(small), "{\"run\": \"fast\"}");

        CommandRun convert = run("convert", model, "-o", small);

        assertThat(convert.err()).contains(foreign + ": exists and is no run file of Espalier, so it stays");
        assertThat(foreign).hasContent("{\"run\": \"fast\"}");
    }

    @Test
    void quantizeTakesDownTheRecipeThatItChoseForARuntime() throws Exception {
        Path floats = folder.resolve("float.tflite");
        GraphWriter.write(Converter.convert(MnistLab.network(1)), floats);
        Path web = folder.resolve("web.tflite");

        run("quantize", floats, "-o", web, "--for", "litert-js");

        RunFile run = RunFile.read(RunFile.beside(web));
        assertThat(run.settings()).containsEntry("--for", "litert-js").doesNotContainKey("--recipe");
        assertThat(Recipe.parse(String.valueOf(run.recipe())).quantizes()).isTrue();
    }

    private JsonNode compare(String one, String other) throws IOException {
        return JSON.readTree(run("runs", "compare", folder.resolve(one), folder.resolve(other), "--json")
                .out());
    }

    @Test
    void figuresAndPagesOfLayersAreNoInputsAndAreMadeAgain() throws Exception {
        Path figures = folder.resolve("layers.json");
        Path page = folder.resolve("layers.html");
        run("sensitivity", model, "--data", "mnist-sample", "--examples", "20", "-o", figures, "--html", page);
        Files.delete(figures);
        Files.delete(page);

        CommandRun again =
                CommandRun.of("runs", "again", RunFile.beside(figures).toString());
        CommandRun pageAgain =
                CommandRun.of("runs", "again", RunFile.beside(page).toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("same     layers.json", "The same bytes.");
        assertThat(pageAgain.exitCode()).as(pageAgain.err()).isZero();
        assertThat(pageAgain.out()).contains("same     layers.html");
        assertThat(RunFile.read(RunFile.beside(figures)).inputs())
                .extracting(RunFile.Input::role)
                .doesNotContain("-o", "--output", "--html");
    }

    @Test
    void everyOptionMinusOIsKnownToNameWhatIsWritten() {
        assertThat(options(Main.commandLine())
                        .filter(option -> List.of(option.names()).contains("-o")))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(RunWords.WRITTEN).contains(option.longestName()));
    }

    private static Stream<OptionSpec> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream(),
                command.getSubcommands().values().stream().flatMap(RunsCommandTest::options));
    }

    @Test
    void whereARecipeIsSavedIsNoDifference() throws Exception {
        Path tflite = folder.resolve("model.tflite");
        run("convert", model, "-o", tflite);
        List<Path> found = List.of(folder.resolve("a.tflite"), folder.resolve("b.tflite"));
        for (Path small : found) {
            run(
                    "quantize",
                    tflite,
                    "-o",
                    small,
                    "--max-drop",
                    "90pt",
                    "--data",
                    "mnist-sample",
                    "--examples",
                    "20",
                    "--save-recipe",
                    small + ".yaml");
        }

        assertThat(run("runs", "compare", found.get(0), found.get(1)).out()).doesNotContain("--save-recipe");
    }

    private static CommandRun run(Object... words) {
        List<String> all = new ArrayList<>();
        for (Object word : words) {
            all.add(word.toString());
        }
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
