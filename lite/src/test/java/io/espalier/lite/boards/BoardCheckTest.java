// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.lite.file.GraphReader;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardCheckTest {
    private static final String TINY = """
            boards:
              - board: tiny
                kind: microcontroller
                core: cortex-m4
                clock: 16 MHz
                flash: %s
                ram: %s
                source: [a test]
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mnist_softmax/int8, rp2040, true",
        "mnist_softmax/float, stm32h743, true",
        "mnist_softmax/dynamic, stm32h743, false",
        "mnist_softmax/dynamic, raspberry-pi-4, true",
        "mobile_big/int8, esp32-s3, true",
        "mobile_big/int8, coral-edge-tpu, true",
        "mobile_big/float, coral-edge-tpu, false",
        "mobile_big/int8, browser, false",
        "mobile_big/dynamic, browser, false",
        "mobile_qat/qat_int8, android-mid-range, true",
    })
    void aModelFitsWhereItsRuntimeTakesItAndMemorySuffices(String model, String board, boolean fits)
            throws IOException {
        assertThat(check(model, Boards.standard())
                        .on(board(Boards.standard(), board))
                        .fits())
                .isEqualTo(fits);
    }

    @Test
    void generatedCTakesLessThanTheInterpreter() throws IOException {
        BoardFit fit = check("mnist_softmax/int8", Boards.standard()).on(board(Boards.standard(), "stm32f446"));

        assertThat(fit.ways()).extracting(Way::id).containsExactly("tflm", "c");
        Demand micro = fit.ways().get(0).demands().get(0);
        Demand generated = fit.ways().get(1).demands().get(0);
        assertThat(generated.bytes()).isLessThan(micro.bytes());
        assertThat(micro.parts()).extracting(Demand.Part::isEstimate).containsExactly(false, true);
    }

    @Test
    void aModelThatIsTooLargeSaysByHowMuchAndWhatWouldFit() throws IOException {
        Boards boards = boards("32 KB", "64 KB");

        BoardFit fit = check("mnist_softmax/float", boards).on(board(boards, "tiny"));

        Demand flash = fit.ways().get(0).demands().get(0);
        assertThat(fit.fits()).isFalse();
        assertThat(flash.left()).isEqualTo((32 << 10) - flash.bytes()).isNegative();
        assertThat(fit.summary()).startsWith("does not fit with C without an interpreter: flash ");
        assertThat(fit.advice())
                .anyMatch(line -> line.startsWith("int8 weights: about "))
                .anyMatch(line -> line.startsWith("int4 weights: about "))
                .anyMatch(line -> line.startsWith("80% of the weights pruned"))
                .anyMatch(line -> line.startsWith("it fits stm32f401, stm32f446, "));
    }

    @Test
    void tooLittleRamAsksForSmallerActivations() throws IOException {
        Boards boards = boards("1 MB", "4 KB");

        BoardFit fit = check("mobile_big/int8", boards).on(board(boards, "tiny"));

        assertThat(fit.fits()).isFalse();
        assertThat(fit.advice())
                .anyMatch(line -> line.startsWith("a smaller input, or fewer channels in the first layers, to save "));
    }

    @Test
    void aPieceOfRamMustHoldTheArena() throws IOException {
        Boards boards = Boards.standard()
                .with(Files.writeString(
                        folder.resolve("b.yaml"), TINY.formatted("1 MB", "256 KB") + "    ram_block: 2 KB\n"));

        BoardFit fit = check("mobile_big/int8", boards).on(board(boards, "tiny"));

        assertThat(fit.ways().get(0).demands())
                .extracting(Demand::memory, Demand::fits)
                .contains(tuple("RAM", true), tuple("largest array", false));
    }

    @Test
    void anAcceleratorNamesWhatItLeavesToTheProcessor() throws IOException {
        BoardFit fit =
                check("mnist_softmax/int8_fio", Boards.standard()).on(board(Boards.standard(), "coral-edge-tpu"));

        assertThat(fit.ways().get(0).remarks().get(0)).contains("left to the processor: 1 DEQUANTIZE");
    }

    @Test
    void theJsonCarriesTheFiguresOfTheText() throws IOException {
        List<BoardFit> fits = check("mnist_softmax/int8", Boards.standard())
                .on(Boards.standard().named("stm32f446,ethos-u55,raspberry-pi-4"));
        String text = BoardFit.text(fits);

        for (BoardFit fit : fits) {
            JsonNode json = fit.toJson();
            for (JsonNode way : json.path("ways")) {
                for (JsonNode memory : way.path("memory")) {
                    assertThat(text)
                            .contains(String.format(
                                    Locale.US,
                                    "%,d of %,d bytes",
                                    memory.path("bytes").asLong(),
                                    memory.path("available").asLong()));
                    assertThat(memory.path("left").asLong())
                            .isEqualTo(memory.path("available").asLong()
                                    - memory.path("bytes").asLong());
                }
            }
        }
        assertThat(fits.get(0).toJson().at("/ways/0/run/kind").asText()).isEqualTo("estimate");
        assertThat(fits.get(1).toJson().at("/ways/0/run/kind").asText()).isEqualTo("lower_bound");
        assertThat(fits.get(1).toJson().at("/ways/1/run").isNull()).isTrue();
        assertThat(text)
                .contains("(estimate, [1][2])", "(estimate, [3][4])", "(lower bound, [5])", "[1] instructions: ");
    }

    private Boards boards(String flash, String ram) throws IOException {
        return Boards.standard().with(Files.writeString(folder.resolve("boards.yaml"), TINY.formatted(flash, ram)));
    }

    private static Board board(Boards boards, String name) {
        return boards.named(name).get(0);
    }

    private static BoardCheck check(String model, Boards boards) throws IOException {
        Path file = Golden.file(model + ".tflite");
        return new BoardCheck(GraphReader.read(file), Files.size(file), boards);
    }
}
