// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.Graph;
import io.espalier.lite.boards.BoardCheck;
import io.espalier.lite.boards.BoardFit;
import io.espalier.lite.boards.Boards;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options {@code --target} and {@code --boards}. */
class BoardCommandsTest {
    @TempDir
    private static Path folder;

    private static Path floats;
    private static Path integers;
    private static CommandRun quantized;

    @BeforeAll
    static void quantizeTheLabsNetworkForABoard() throws IOException {
        floats = folder.resolve("float.tflite");
        integers = folder.resolve("int8.tflite");
        GraphWriter.write(Converter.convert(MnistLab.network(1)), floats);
        quantized =
                run("quantize " + floats + " -o " + integers + " --target stm32f446,rp2040 --calibrate mnist-sample");
    }

    @Test
    void quantizeMakesIntegersForMicrocontrollersAndSaysSo() throws IOException {
        Graph graph = GraphReader.read(integers);

        assertThat(quantized.exitCode()).as(quantized.err()).isZero();
        assertThat(quantized.err())
                .contains("for stm32f446, rp2040: int8 becomes strict, with int8 inputs and outputs");
        assertThat(quantized.out()).contains("stm32f446 (", "rp2040 (", "TFLite Micro: fits", "flash: about ");
        assertThat(graph.main().tensor(graph.main().inputs().get(0)).type()).isEqualTo(TensorType.INT8);
        assertThat(graph.main().tensor(graph.main().outputs().get(0)).type()).isEqualTo(TensorType.INT8);
    }

    @Test
    void optionsThatSayMoreAreObeyed() throws IOException {
        Path other = folder.resolve("uint8.tflite");

        CommandRun run = run("quantize " + floats + " -o " + other
                + " --recipe int8 --target rp2040 --calibrate mnist-sample --input-type uint8 --json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.path("recipe").asText()).isEqualTo("int8, input_type uint8, output_type int8, strict");
        assertThat(json.at("/boards/0/board").asText()).isEqualTo("rp2040");
        assertThat(json.at("/boards/0/ways/0/memory/0/parts/0/bytes").asLong()).isEqualTo(Files.size(other));
    }

    @Test
    void inspectSaysTheSameToPeopleAndPrograms() throws IOException {
        CommandRun text = run("inspect " + integers + " --target stm32f446,browser");
        CommandRun programs = run("inspect " + integers + " --target stm32f446,browser --json");

        JsonNode boards = new JsonMapper().readTree(programs.out()).path("boards");
        assertThat(boards).hasSize(2);
        assertThat(boards.at("/0/fits").asBoolean()).isTrue();
        assertThat(boards.at("/1/fits").asBoolean()).isFalse();
        assertThat(boards.at("/0/multiplyAccumulates").asLong()).isEqualTo(93_288);
        String flash = String.format(
                Locale.US,
                "flash: about %,d of 524,288 bytes",
                boards.at("/0/ways/0/memory/0/bytes").asLong());
        assertThat(text.out())
                .contains("Would it fit there?", flash, "browser (", "does not run", "its inputs may be float32");
    }

    @Test
    void withoutBoardsNothingIsSaidOfThem() {
        CommandRun run = run("inspect " + integers + " --json");

        assertThat(run.out()).doesNotContain("\"boards\"");
    }

    @Test
    void compareHasATableForEachBoard() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), """
                boards:
                  - {board: small, kind: microcontroller, core: cortex-m4, clock: 8 MHz, flash: 64 KB, ram: 32 KB, source: [a test]}
                """);

        CommandRun run =
                run("compare " + floats + " " + integers + " --data mnist-sample --target small --boards " + own);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("On small, bytes of flash and RAM about:", "flash left")
                .contains("float.tflite does not fit with C without an interpreter: flash ", "int8 weights: about ");
    }

    @Test
    void theJsonOfAComparisonHasTheBoardsOfEachModel() throws IOException {
        Boards boards = Boards.standard();
        List<List<BoardFit>> fits = new ArrayList<>();
        for (Path model : List.of(floats, integers)) {
            fits.add(new BoardCheck(GraphReader.read(model), Files.size(model), boards)
                    .on(boards.named("rp2040,browser")));
        }

        String json = new BoardComparison(List.of("one", "other"), fits)
                .addedTo("{\"models\": [{\"model\": \"one\"}, {\"model\": \"other\"}]}");

        JsonNode models = new JsonMapper().readTree(json).path("models");
        assertThat(models.at("/0/boards/1/fits").asBoolean()).isTrue();
        assertThat(models.at("/1/boards/1/fits").asBoolean()).isFalse();
        assertThat(models.at("/1/boards/0"))
                .isEqualTo(new JsonMapper().readTree(fits.get(1).get(0).toJson().toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "inspect | --target rp2041 | 2 | unknown board 'rp2041' (did you mean 'rp2040'?)",
                "inspect | --target rp2040,rp2040 | 2 | --target rp2040,rp2040: 'rp2040' is there twice",
                "inspect | --boards none.yaml | 2 | --boards none.yaml does nothing alone; name boards with --target",
                "inspect | --target mine --boards none.yaml | 3 | none.yaml: no such file",
                "quantize | --target rp2040 --recipe dynamic -o x.tflite | 3 | TFLite Micro refuses it: FULLY_CONNECTED: hybrid",
                "quantize | --target rp2040 -o x.tflite | 2 | needs calibration: add --calibrate DATA",
                "quantize | --target rp2040 --for litert-js --calibrate mnist-sample -o x.tflite | 2 | LiteRT.js 2.5.3 takes float32 or uint8 only",
            })
    void aWrongBoardIsRefused(String command, String options, int exitCode, String message) {
        CommandRun run = run(command + " " + floats + " "
                + options.replace("x.tflite", folder.resolve("x.tflite").toString()));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(message);
    }

    @Test
    void helpNamesTheBoards() {
        assertThat(run("inspect --help").out()).contains("rp2040, rp2350, nrf52840");
    }

    private static CommandRun run(String words) {
        return CommandRun.of(Stream.of(words.split(" ")).toArray(String[]::new));
    }
}
