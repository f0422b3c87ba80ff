// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HuffmanCodeTest {
    @Test
    void frequentSymbolsHaveShortWords() {
        HuffmanCode code = HuffmanCode.of(new int[] {8, 4, 2, 1, 1});

        assertThat(code.lengths()).containsExactly(1, 2, 3, 4, 4);
        assertThat(code.words()).containsExactly(0b0, 0b10, 0b110, 0b1110, 0b1111);
    }

    @Test
    void noWordIsLongerThanFifteenBits() {
        int[] fibonacci = new int[30];
        Arrays.setAll(fibonacci, index -> index < 2 ? 1 : fibonacci[index - 1] + fibonacci[index - 2]);
        int[] counts =
                IntStream.range(0, 30).map(index -> fibonacci[29 - index]).toArray();

        int[] lengths = HuffmanCode.of(counts).lengths();

        assertThat(lengths[29]).isEqualTo(HuffmanCode.LONGEST);
        assertThat(Arrays.stream(lengths)
                        .mapToDouble(length -> Math.scalb(1.0, -length))
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void tablesSayTheLastWordOfEachLengthAndItsNumber() {
        int[] table = HuffmanCode.of(new int[] {8, 4, 2, 1, 1}).table();

        assertThat(table)
                .containsExactly(
                        1,
                        0x7fff,
                        0,
                        0xbfff,
                        (1 - 0b10) & 0xffff,
                        0xdfff,
                        (2 - 0b110) & 0xffff,
                        0xffff,
                        (3 - 0b1110) & 0xffff);
    }

    @Test
    void wordsAreFoundByTheirTableWhereALengthHasNone() {
        HuffmanCode code = new HuffmanCode(new int[] {1, 3, 3, 3, 3});
        BitWriter bits = new BitWriter();
        for (int number : new int[] {4, 0, 1, 2, 3, 0}) {
            bits.write(code.words()[number], code.lengths()[number]);
        }
        BitReader reader = new BitReader(bits.toBytes(HuffmanCode.AHEAD));

        assertThat(IntStream.range(0, 6).map(index -> HuffmanCode.next(code.table(), reader)))
                .containsExactly(4, 0, 1, 2, 3, 0);
    }
}
