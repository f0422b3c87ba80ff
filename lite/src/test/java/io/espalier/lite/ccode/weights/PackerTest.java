// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackerTest {
    private static final long SEED = 17;

    @ParameterizedTest
    @EnumSource
    void weightsOfAllKindsAreReadBackAsTheyWere(Form form) {
        for (Rows rows : allKinds()) {
            form.pack(rows)
                    .ifPresent(packing -> assertThat(Form.unpack(packing, rows.count(), rows.length()))
                            .as("%s, seed %d", rows, SEED)
                            .isEqualTo(rows));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFormHoldsWeightsOfFourBits(Form form) {
        Rows rows = random(5, 33, 0.8, 16);

        assertThat(form.pack(rows))
                .hasValueSatisfying(packing -> assertThat(packing.bytes()).isLessThan(rows.values().length));
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        Rows rows = new Rows(new byte[] {7, -8, 8, 0}, 2);

        assertThat(Form.INT4.pack(rows)).isEmpty();
        assertThat(Form.LUT.pack(random(1, 4096, 0, 256))).isEmpty();
    }

    @Test
    void twoSmallValuesShareAByte() {
        assertThat(stored(Form.INT4, 1, 7, -8, 0, -1, 1)).containsExactly(0x78, 0x0f, 0x10);
    }

    @Test
    void indicesTakeNoMoreBitsThanTheyNeed() {
        Packing packing = Form.LUT.pack(rows(1, 5, 9, -5, 9, 5, 5, 9, -5, 9)).orElseThrow();

        assertThat(packing.values()).containsExactly(-5, 5, 9);
        assertThat(packing.width()).isEqualTo(2);
        assertThat(packing.stored()).containsExactly(0b01100010, 0b01011000, 0b10000000 - 256);
    }

    @Test
    void channelsWithFewValuesEachHaveTablesOfTheirOwn() {
        byte[] values = new byte[64];
        for (int index = 0; index < values.length; index++) {
            values[index] = (byte) (index / 16 * 2 + index % 2);
        }
        Packing packing = Form.LUT.pack(new Rows(values, 4)).orElseThrow();

        assertThat(packing.stride()).isEqualTo(2);
        assertThat(packing.values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(packing.storedBytes()).isEqualTo(8);
    }

    @Test
    void aMaskOfEightBitsComesBeforeTheValuesOfTheseEight() {
        assertThat(stored(Form.BITMASK, 1, 0, 100, 0, 0, 0, 0, 0, -1, 0, 0)).containsExactly(0x41, 100, 0xff, 0x00);
    }

    @Test
    void aRunThatEndsARowHasNoValue() {
        Packing packing =
                Form.RUN_LENGTH.pack(rows(2, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0)).orElseThrow();

        // 2 zeros and 5, and 2 zeros; then 3 zeros, which have no value after them, and 2
        assertThat(packing.gap()).isEqualTo(2);
        assertThat(packing.values()).isEmpty();
        assertThat(packing.stored()).containsExactly(0b10_000001 - 256, 0b01_10_11_10);
    }

    @Test
    void anEntryHoldsARunAndAnIndex() {
        Packing packing = Form.SPARSE.pack(rows(1, 0, 0, 5, -7, 5, 0, 5)).orElseThrow();

        assertThat(packing.values()).containsExactly(-7, 0, 5);
        assertThat(packing.stored()).containsExactly(4, 0, (2 << 2) | 2, 0, 2, (1 << 2) | 2);
    }

    @Test
    void aRunLongerThanAnEntryHoldsGoesOnBehindAZero() {
        byte[] values = new byte[201];
        values[0] = 1;
        values[1] = 1;
        values[2] = 1;
        values[200] = 1;

        // an index is one bit, so an entry holds a run of up to 127
        assertThat(Form.SPARSE.pack(new Rows(values, 1)).orElseThrow().stored())
                .containsExactly(5, 0, 1, 1, 1, (byte) (127 << 1), (byte) ((69 << 1) | 1));
    }

    private static int[] stored(Form form, int count, int... values) {
        byte[] stored = form.pack(rows(count, values)).orElseThrow().stored();
        int[] unsigned = new int[stored.length];
        for (int index = 0; index < stored.length; index++) {
            unsigned[index] = stored[index] & 0xff;
        }
        return unsigned;
    }

    private static Rows rows(int count, int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return new Rows(bytes, count);
    }

    /** Dense and sparse, few values and many, short rows and long ones. */
    private static List<Rows> allKinds() {
        List<Rows> all = new ArrayList<>(List.of(
                rows(1, 0),
                rows(1, -128),
                rows(1, 127),
                rows(3, 0, 0, 0),
                rows(2, 1, 0, 0, 0),
                rows(1, longRunInts())));
        for (int count : new int[] {1, 3, 16}) {
            for (int length : new int[] {1, 7, 9, 64, 513}) {
                for (double zeros : new double[] {0, 0.5, 0.9, 0.99, 1}) {
                    Stream.of(1, 2, 3, 16, 100, 256)
                            .map(values -> random(count, length, zeros, values))
                            .forEach(all::add);
                }
            }
        }
        return all;
    }

    private static int[] longRunInts() {
        int[] values = new int[2000];
        values[1] = 3;
        values[1999] = -3;
        return values;
    }

    /** Values around zero, some of them zero. */
    private static Rows random(int count, int length, double zeros, int values) {
        Random random = new Random(SEED);
        byte[] bytes = new byte[count * length];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) (random.nextDouble() < zeros ? 0 : random.nextInt(values) - values / 2);
        }
        return new Rows(bytes, count);
    }
}
