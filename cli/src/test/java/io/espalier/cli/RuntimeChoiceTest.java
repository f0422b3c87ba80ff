// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options {@code --for} and {@code --portable}. */
class RuntimeChoiceTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path tflite;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        keras = folder.resolve("net.h5");
        tflite = folder.resolve("net.tflite");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        CommandRun.of("convert", keras.toString(), "-o", tflite.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "litert-js             | --calibrate mnist-sample | int8",
                "armnn,tflite          | --calibrate mnist-sample | int8, portable",
                "tflite-micro,int8-only | --calibrate mnist-sample | int8, input_type int8, output_type int8, strict",
                "litert-js,tflite      | --quiet                  | dynamic",
                "tfjs-tflite           | --quiet                  | dynamic, portable",
                "opencv                | --quiet                  | float16, portable",
                "opencv,armnn          | --quiet                  | none, portable",
            })
    void aRecipeIsChosenThatAllRuntimesRunWell(String runtimes, String options, String recipe) throws Exception {
        for (String command : new String[] {"convert", "quantize"}) {
            CommandRun run = run(command, "chosen.tflite", "--force --json --for " + runtimes + " " + options);

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("\"recipe\" : \"" + recipe + "\"");
            Graph graph = GraphReader.read(folder.resolve("chosen.tflite"));
            assertThat(Stream.of(runtimes.split(",")).map(Target::of))
                    .allMatch(target -> target.verdict(graph) == Verdict.RUNS);
        }
    }

    @Test
    void whatWasTriedIsSaid() throws Exception {
        CommandRun run = run("quantize", "said.tflite", "--for opencv");

        assertThat(run.err())
                .contains(
                        "'int8' was left out: it needs calibration (--calibrate DATA)",
                        "'dynamic, portable' will not do: OpenCV dnn 4.13 refuses it",
                        "'float16, portable' makes a file that all of these run well: OpenCV dnn 4.13");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "3 | --for int8-only,litert-js --calibrate mnist-sample | they contradict each other about inputs and outputs: int8-only accelerator takes int8, LiteRT.js",
                "3 | --recipe dynamic --for armnn                       | 'dynamic, portable' will not do: ArmNN 20.08 refuses it",
                "2 | --for opencv@3                                     | Espalier knows version 4.13, not 3",
                "2 | --for open-cv                                      | did you mean 'opencv'?",
                "2 | --recipe int8 --calibrate mnist-sample --input-type int8 --for litert-js | LiteRT.js 2.5.3 takes float32 or uint8 only",
                "2 | --portable                                         | missing --recipe: none, float16",
            })
    void whatCannotBeIsSaidAndNothingIsWritten(int exitCode, String options, String message) throws Exception {
        CommandRun run = run("quantize", "none.tflite", options);

        assertThat(run.err()).contains(message).containsOnlyOnce("espalier: ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(folder.resolve("none.tflite")).doesNotExist();
    }

    private static CommandRun run(String command, String output, String options) throws Exception {
        Path model = command.equals("convert") ? keras : tflite;
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                command,
                                model.toString(),
                                "-o",
                                folder.resolve(output).toString()),
                        Stream.of(options.strip().split(" +")))
                .toArray(String[]::new));
    }
}
