// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardsTest {
    private static final String OWN = """
            boards:
              - board: mine
                kind: microcontroller
                core: cortex-m4
                clock: 48 MHz
                flash: 64 KB
                ram: 20480
                reserved_flash: 16 KB
                reserved_for: the boot loader
                source: [its data sheet]
            """;

    @TempDir
    private Path folder;

    @Test
    void everyBoardSaysWhereItsFiguresComeFrom() {
        assertThat(Boards.standard().all()).hasSizeGreaterThan(15).allSatisfy(board -> {
            assertThat(board.source()).isNotEmpty();
            assertThat(board.ram()).isPositive();
            assertThat(board.largestArray()).isPositive().isLessThanOrEqualTo(board.usableRam());
        });
    }

    @Test
    void everyKindOfDeviceIsThere() {
        assertThat(Boards.standard().all()).extracting(Board::kind).contains(Board.Kind.values());
        assertThat(Boards.standard().names())
                .contains("rp2040", "rp2350", "nrf52840", "stm32f446", "stm32h743", "esp32", "esp32-s3", "esp32-c3")
                .contains("ethos-u55", "raspberry-pi-4", "android-mid-range", "coral-edge-tpu", "browser");
    }

    @Test
    void boardsOfAFileStandBesideTheOthers() throws IOException {
        Board mine = Boards.standard().with(file(OWN)).named("rp2040, mine").get(1);

        assertThat(mine.title()).isEqualTo("mine");
        assertThat(mine.clock()).hasValue(48_000_000);
        assertThat(mine.usableFlash()).hasValue(48 << 10);
        assertThat(mine.ram()).isEqualTo(20_480);
        assertThat(mine.core().dsp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rp2041 | unknown board 'rp2041' (did you mean 'rp2040'?); choose from: rp2040",
                "rp2040,rp2040 | 'rp2040' is there twice",
                "rp2040, | unknown board ''",
            })
    void aNameThatIsNoneIsRefused(String names, String message) {
        assertThatThrownBy(() -> Boards.standard().named(names)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "clock: 48 MHz | clok: 48 MHz | line 5: unknown key 'clok' (did you mean 'clock'?)",
                "64 KB | 64 kilo | line 6: '64 kilo' is not a size such as 512 KB, 2 MB or 65536",
                "48 MHz | 48 | line 5: '48' is not a clock such as 64 MHz or 1.8 GHz",
                "20480 | 0.3 KB | line 7: '0.3 KB' is not a size",
                "cortex-m4 | cortex-m5 | line 2: 'mine': unknown core 'cortex-m5' (did you mean 'cortex-m4'?)",
                "microcontroller | micro | line 3: invalid value 'micro' for 'kind'",
                "board: mine | board: rp2040 | line 2: 'rp2040': there is one of this name already; choose another",
                "board: mine | board: My Board | line 2: 'My Board': a name is made of small letters",
                "16 KB | 65 KB | line 2: 'mine': 'reserved_flash' is more than 'flash'",
                "flash: 64 KB | fpu: true | line 2: 'mine': missing key 'flash'",
                "[its data sheet] | a page | 'source' must be a list, not 'a page'",
                "[its data sheet] | [~] | line 2: 'mine': 'source' has an empty entry",
                "source: | frameworks: [~] # | line 2: 'mine': missing key 'source'",
                "source: | picoseconds_per_mac: {int9: 2} # | line 10: ",
                "ram: 20480 | ram: [1, 2] | line 7: 'a list or keys' is not a size",
                "boards: | board: | line 1: unknown key 'board' (did you mean 'boards'?)",
            })
    void aMistakeInAFileIsToldWithItsPlace(String right, String wrong, String message) throws IOException {
        Path file = file(OWN.replace(right, wrong));

        assertThatThrownBy(() -> Boards.standard().with(file))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(file + ": ")
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).replaceAll(", column \\d+: ", ": "))
                        .contains(message));
    }

    @Test
    void aFileWithoutBoardsIsRefused() throws IOException {
        assertThatThrownBy(() -> Boards.standard().with(file("- rp2040\n")))
                .hasMessageContaining("no boards in it; it needs a line 'boards:'");
        assertThatThrownBy(() -> Boards.standard().with(file(""))).hasMessageContaining("no boards in it");
        assertThatThrownBy(() -> Boards.standard().with(file("boards:\n  -\n")))
                .hasMessageContaining("line 2, column 4: 'boards' has an empty entry");
    }

    @Test
    void aBoardThatIsTwiceInAFileIsRefused() throws IOException {
        String twice = OWN + OWN.substring(OWN.indexOf('\n') + 1);

        assertThatThrownBy(() -> Boards.standard().with(file(twice)))
                .hasMessageContaining("line 11, column 5: 'mine': there is one of this name already");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("boards.yaml"), text);
    }
}
