// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that look at the numbers of each layer. */
class NumbersCommandTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path tflite;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        keras = folder.resolve("net.h5");
        tflite = folder.resolve("net.tflite");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        assertThat(CommandRun.of("convert", keras.toString(), "-o", tflite.toString())
                        .exitCode())
                .isZero();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandRun quantize(String output, String... more) {
        String[] all = new String[4 + more.length];
        all[0] = "quantize";
        all[1] = tflite.toString();
        all[2] = "-o";
        all[3] = file(output);
        System.arraycopy(more, 0, all, 4, more.length);
        return CommandRun.of(all);
    }

    @Test
    void aBudgetGivesASmallerFileAndTheRecipeThatMakesTheSameBytes() throws Exception {
        CommandRun found = quantize(
                "found.tflite",
                "--max-drop",
                "3pt",
                "--data",
                "mnist-sample",
                "--examples",
                "60",
                "--save-recipe",
                file("found.yaml"),
                "--plan");

        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.err()).contains("60 examples of the training part decide");
        assertThat(found.out()).contains("bytes before", "accuracy, test", "On the test part: accuracy", "kept ");
        assertThat(Files.size(folder.resolve("found.tflite"))).isLessThan(Files.size(tflite) / 3);
        assertThat(found.out())
                .contains(
                        String.format(Locale.US, "%,d", Files.size(folder.resolve("found.tflite"))),
                        String.format(Locale.US, "%,d", Files.size(tflite)));
        assertThat(found.err())
                .containsOnlyOnce("Inputs")
                .doesNotContain("as requested")
                .contains("the float model has accuracy 0.", "at the level of guessing");
        assertThat(found.err()).containsSubsequence("\nWrote ", "\nAgain ", "\nNext: ");
        assertThat(found.out().lines()).doesNotHaveDuplicates();
        assertThat(folder.resolve("found.yaml")).content().startsWith(RecipeSchema.LINE);
        assertThat(folder.resolve(RecipeSchema.FILE_NAME)).hasContent(RecipeSchema.text());
        boolean calibrates = Recipe.read(folder.resolve("found.yaml")).takesCalibration();
        CommandRun again = calibrates
                ? quantize("again.tflite", "--recipe", file("found.yaml"), "--calibrate", "mnist-sample")
                : quantize("again.tflite", "--recipe", file("found.yaml"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(folder.resolve("again.tflite")).hasSameBinaryContentAs(folder.resolve("found.tflite"));
    }

    @Test
    void aModelOfLayersIsConvertedWithinABudgetAndItsLayersMayBeRankedByTheHessian() throws Exception {
        CommandRun found = CommandRun.of(
                "convert",
                keras.toString(),
                "-o",
                file("converted.tflite"),
                "--max-drop",
                "3pt",
                "--data",
                "mnist-sample",
                "--examples",
                "60",
                "--ranking",
                "hessian",
                "--objective",
                "latency",
                "--target",
                "raspberry-pi-4",
                "--json");

        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.err()).contains("those of --target raspberry-pi-4 are others");
        JsonNode files = new JsonMapper().readTree(found.out()).get("search").get("files");
        assertThat(files.get(files.size() - 1).get("bytes").asLong())
                .isEqualTo(Files.size(folder.resolve("converted.tflite")))
                .isLessThan(files.get(0).get("bytes").asLong() / 3);
    }

    @Test
    void theCommandToDoItAgainRepeatsEveryOptionThatShapedTheFile() throws Exception {
        CommandRun found = CommandRun.of(
                "convert",
                keras.toString(),
                "-o",
                file("shaped.tflite"),
                "--max-drop",
                "9pt",
                "--data",
                "mnist-sample",
                "--examples",
                "60",
                "--target",
                "rp2040",
                "--portable",
                "--samples",
                "50",
                "--output-name",
                "digit",
                "--save-recipe",
                file("shaped.yaml"));

        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.err()).contains("for rp2040: int8 becomes strict");
        assertThat(found.out()).contains("rp2040 (", "TFLite Micro: fits");
        String again = found.err()
                .lines()
                .filter(line -> line.startsWith("Again"))
                .findFirst()
                .orElseThrow();
        assertThat(again)
                .contains("--portable --target rp2040", "--output-name digit", "--calibrate mnist-sample --samples 50")
                .doesNotContain("--examples", "--max-drop", "--data", "--force");
        CommandRun made =
                CommandRun.of(again.substring(again.indexOf("convert")).split(" "));
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(folder.resolve("shaped-2.tflite")).hasSameBinaryContentAs(folder.resolve("shaped.tflite"));
    }

    @Test
    void theRunFileTellsDefaultsOfASearchToo() {
        CommandRun made = quantize("plain.tflite", "--recipe", "float16");

        CommandRun shown = CommandRun.of("runs", "show", file("plain.tflite"));

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(shown.out()).contains("--objective size, --ranking noise, --confidence 0.85");
    }

    @Test
    void whatHasNoLayersOrNoLabelsHasNoHessian() throws Exception {
        CommandRun operators =
                quantize("none.tflite", "--max-drop", "3pt", "--data", "mnist-sample", "--ranking", "hessian");
        CommandRun sensitivity = CommandRun.of("sensitivity", tflite.toString(), "--data", "mnist-sample", "--hessian");
        Files.write(folder.resolve("unlabelled.npy"), npy(20));
        CommandRun labels =
                CommandRun.of("sensitivity", keras.toString(), "--data", file("unlabelled.npy"), "--hessian");

        assertThat(operators.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(operators.err()).contains("--ranking hessian", "is a graph of operators", "to convert");
        assertThat(sensitivity.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(sensitivity.err()).contains("--hessian", "is a graph of operators");
        assertThat(labels.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(labels.err()).contains("--hessian", "labels are needed");
    }

    /** Pictures of digits without labels, all black. */
    private static byte[] npy(int count) {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ", 28, 28), }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        ByteBuffer file =
                ByteBuffer.allocate(10 + padded.length() + count * 28 * 28).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    @ParameterizedTest
    @CsvSource({
        "--max-drop 0.5pt,                                           add --data DATA",
        "--max-drop 0.5pt --data mnist-sample --recipe dynamic,      contradicts it",
        "--max-drop 0.5% --data mnist-sample,                        may be read in two ways",
        "--max-drop much --data mnist-sample,                        is no budget",
        "--max-drop 1pt --data mnist-sample --objective speed,       choose from: size",
        "--max-drop 1pt --data mnist-sample --objective latency --target rp2040, say nothing of --target rp2040",
        "--max-drop 1pt --data mnist-sample --objective latency --for tflite-micro, say nothing of --for tflite-micro",
        "--max-drop 1pt --data mnist-sample --ranking size,          choose from: noise",
        "--max-drop 1pt --data mnist-sample --confidence 2,          from 0.5 to 0.999",
        "--max-drop 1pt --data mnist-sample --confidence 90,         for 90% write 0.9",
        "--recipe dynamic --ranking noise,                           goes with --max-drop",
        "--recipe dynamic --examples 7,                              goes with --max-drop",
        "--max-drop 1pt --data mnist-sample --calibrate ranges.json, give data in place of ranges",
    })
    void optionsThatDoNotGoTogetherAreWrongUsage(String options, String message) {
        CommandRun run = quantize("none.tflite", options.split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("none.tflite")).doesNotExist();
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(
            strings = {
                "sensitivity @net.tflite --data mnist-sample --html /proc/q.html",
                "quantize @net.tflite --data mnist-sample --max-drop 1pt -o /proc/q.tflite",
                "quantize @net.tflite --data mnist-sample --max-drop 1pt -o @q.tflite --save-recipe /proc/q.yaml"
            })
    void aFolderThatTakesNoFilesIsNoticedBeforeTheWork(String command) {
        CommandRun run = CommandRun.of(command.replace("@", folder + "/").split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("/proc/q.", "no file can be written into this folder");
    }

    @Test
    void sensitivityIsATableJsonAPageAndNodeData() throws Exception {
        CommandRun run = CommandRun.of(
                "sensitivity",
                tflite.toString(),
                "--data",
                "mnist-sample",
                "--examples",
                "60",
                "--scale",
                "0..1",
                "--task",
                "classes",
                "-o",
                file("sensitivity.json"),
                "--html",
                file("sensitivity.html"),
                "--node-data",
                file("nodes"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("60 of the test part are measured, spread evenly over its 1,000", "-o net-small.tflite")
                .contains("--data mnist-sample --scale 0..1 --task classes");
        assertThat(run.out()).contains("pruned_90", "CONV_2D", "bytes saved", "Float: accuracy");
        JsonNode json =
                new JsonMapper().readTree(folder.resolve("sensitivity.json").toFile());
        assertThat(json.get("rows")).hasSize(10);
        assertThat(Files.readString(folder.resolve("sensitivity.html")))
                .contains("Signal over noise", "class=\"chart\"");
        JsonNode nodes = new JsonMapper()
                .readTree(folder.resolve("nodes").resolve("snr-int8.json").toFile());
        assertThat(nodes.get("main").get("results")).hasSize(2);
    }

    @Test
    void figuresOfLayersHaveTheirEnding() {
        CommandRun run =
                CommandRun.of("sensitivity", tflite.toString(), "--data", "mnist-sample", "-o", file("figures.txt"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("give it the extension .json");
    }

    @Test
    void dataThatDoNotFitAreToldWithTheModelsName() throws Exception {
        Path flat = folder.resolve("flat.npy");
        byte[] file = npy(20);
        String header = new String(file, 0, 128, StandardCharsets.ISO_8859_1).replace("28, 28)", "14, 56)");
        System.arraycopy(header.getBytes(StandardCharsets.ISO_8859_1), 0, file, 0, 128);
        Files.write(flat, file);

        CommandRun run = quantize("none.tflite", "--max-drop", "3pt", "--data", flat.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(run.err())
                .contains("espalier: " + tflite + ": in float: input ", "one half of " + flat + " have shape [14, 56]");
    }

    @Test
    void aKerasModelIsConvertedOnTheWay() throws Exception {
        CommandRun layers = CommandRun.of(
                "sensitivity",
                keras.toString(),
                "--data",
                "mnist-sample",
                "--examples",
                "60",
                "--json",
                "--hessian",
                "--node-data",
                file("bends"));
        CommandRun operators =
                CommandRun.of("sensitivity", tflite.toString(), "--data", "mnist-sample", "--examples", "60", "--json");

        assertThat(layers.exitCode()).as(layers.err()).isZero();
        assertThat(new JsonMapper().readTree(layers.out()).findValues("outputs"))
                .isEqualTo(new JsonMapper().readTree(operators.out()).findValues("outputs"));
        assertThat(new JsonMapper().readTree(layers.out()).findValues("hessian"))
                .hasSize(10)
                .allSatisfy(
                        hessian -> assertThat(hessian.get("trace").asDouble()).isNotZero());
        assertThat(operators.out()).doesNotContain("hessian");
        assertThat(layers.err()).contains("node data go with the .tflite file");
        assertThat(new JsonMapper()
                        .readTree(folder.resolve("bends")
                                .resolve("hessian-trace.json")
                                .toFile())
                        .get("main")
                        .get("results"))
                .hasSize(2);
    }
}
