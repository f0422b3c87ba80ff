// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
    @TempDir
    private static Path folder;

    private static String keras;
    private static String tflite;

    @BeforeAll
    static void writeTheLabsNetwork() throws IOException {
        keras = folder.resolve("my net.h5").toString();
        tflite = folder.resolve("my net.tflite").toString();
        Model network = MnistLab.network(1);
        KerasFormat.H5.write(network, null, Path.of(keras));
        GraphWriter.write(Converter.convert(network), Path.of(tflite));
    }

    /** Runs a command as in a terminal of that width. */
    private static CommandRun inColumns(int width, String... arguments) {
        System.setProperty("espalier.columns", Integer.toString(width));
        try {
            return CommandRun.of(arguments);
        } finally {
            System.clearProperty("espalier.columns");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120, 200})
    void resultsFitTheTerminal(int width) throws Exception {
        List<CommandRun> runs = List.of(
                inColumns(width, "summary", keras),
                inColumns(width, "inspect", tflite),
                inColumns(width, "benchmark", tflite, "--runs", "5"));

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.out().lines())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width)));
    }

    @Test
    void resultsForAFileAreAsWideAsTheyAre() throws Exception {
        assertThat(CommandRun.of("inspect", tflite).out().lines()).anyMatch(line -> line.length() > 100);
    }

    @Test
    void theComparisonFitsTheTerminalAndTellsTheSameFilesApart() throws Exception {
        CommandRun run = inColumns(60, "compare", tflite, tflite, "--data", "mnist-sample");

        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60))
                .anyMatch(line -> line.startsWith(" my net.tflite "))
                .anyMatch(line -> line.startsWith(" my net.tflite (2) "));
        assertThat(run.out()).contains("Columns left out to fit the window: ");
        assertThat(run.err().lines().filter(line -> !line.contains("at the level of guessing")))
                .containsExactly(
                        "Inputs     mnist-sample/train: bytes 0..255 become 0..1, by default; --scale changes it",
                        "Task       one of 10 classes, from probabilities; loss sparse_categorical_crossentropy, metric accuracy",
                        "Next: espalier inspect '" + tflite + "'");
    }

    @Test
    void quietCommandsSayResultsAndErrorsOnly() throws Exception {
        String out = folder.resolve("quiet.tflite").toString();

        CommandRun convert = CommandRun.of("convert", keras, "-o", out, "-q");
        CommandRun summary = CommandRun.of("-q", "summary", keras);
        CommandRun refused = CommandRun.of("convert", "--quiet", keras, "-o", out);

        assertThat(convert.out() + convert.err()).isEmpty();
        assertThat(summary.out()).contains("conv2d");
        assertThat(summary.err()).isEmpty();
        assertThat(refused.err()).contains("already exists");
    }

    @Test
    void verboseCommandsSayWithWhatTheyWorkAndWhatTheyRead() throws Exception {
        CommandRun run = CommandRun.of("evaluate", tflite, "--data", "mnist-sample", "--verbose");

        assertThat(run.out()).startsWith("accuracy ").hasLineCount(1);
        assertThat(run.err().lines())
                .anyMatch(line -> line.matches("Version +Espalier .*, Java .*"))
                .anyMatch(line -> line.matches("Reading +.*my net.tflite \\([0-9,]+ bytes\\)"))
                .anyMatch(line -> line.matches("Data +mnist-sample: 5,000 training and 1,000 test examples.*"))
                .anyMatch(line -> line.matches("Took +[0-9.]+ s"));
    }

    @Test
    void jsonIsAloneAndWithoutANextCommand() throws Exception {
        CommandRun run = CommandRun.of("inspect", tflite, "--json");

        assertThat(run.out()).startsWith("{");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theNextCommandDoes() throws Exception {
        CommandRun convert = CommandRun.of(
                "convert", keras, "-o", folder.resolve("next.tflite").toString());
        String next = convert.err().lines().reduce((first, last) -> last).orElseThrow();

        assertThat(next).startsWith("Next: espalier quantize ");
        CommandRun run =
                CommandRun.of(next.substring("Next: espalier ".length()).split(" "));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).startsWith("Quantized  ").contains("Next: espalier benchmark ");
    }
}
