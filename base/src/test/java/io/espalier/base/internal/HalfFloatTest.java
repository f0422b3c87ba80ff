// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IEEE 754-2019, 3.4 and 4.3.1; the clamping of finite numbers is that of TFLite's quantization tools. */
class HalfFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "-0.0, 8000",
        "1, 3C00",
        "-2, C000",
        "0.333251953125, 3555",
        "0.33333334, 3555",
        "65504, 7BFF",
        "65505, 7BFF",
        "-99999, FBFF",
        "Infinity, 7C00",
        "-Infinity, FC00",
        "NaN, 7E00",
        "6.1035156E-5, 0400", // 2^-14, the least normal number
        "6.0975552E-5, 03FF", // the largest subnormal one
        "5.9604645E-8, 0001", // 2^-24, the least of all
        "2.9802322E-8, 0000", // half of that: a tie, to even
        "2.9802326E-8, 0001", // just above the tie
        "1.00048828125, 3C00", // a tie, to even below
        "1.00146484375, 3C02", // a tie, to even above
        "2047.5, 6800", // a carry into the exponent
    })
    void numbersAreRoundedToTheNearestAndHalvesToEven(float value, String bits) {
        assertThat(HalfFloat.bits(value) & 0xFFFF).isEqualTo(Integer.parseInt(bits, 16));
    }

    @Test
    void everyHalfFloatNumberStaysWhatItIs() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            int exponent = bits >> 10;
            int mantissa = bits & 0x3FF;
            float value = exponent == 0 ? mantissa * 0x1p-24f : (float) Math.scalb(1024.0 + mantissa, exponent - 25);
            assertThat(HalfFloat.bits(value)).isEqualTo((short) bits);
            assertThat(HalfFloat.bits(-value)).isEqualTo((short) (bits | 0x8000));
        }
    }

    @ParameterizedTest
    @CsvSource({"65504, false", "65519, false", "65520, true", "-1e9, true", "Infinity, false", "NaN, false"})
    void finiteNumbersBeyondTheRangeAreClamped(float value, boolean clamps) {
        assertThat(HalfFloat.clamps(value)).isEqualTo(clamps);
    }

    @Test
    void everyHalfBecomesTheSameNumberAgain() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            float value = HalfFloat.value((short) bits);
            boolean isFinite = (bits & 0x7C00) != 0x7C00;
            assertThat(Float.isFinite(value)).as("%x", bits).isEqualTo(isFinite);
            if (isFinite) {
                assertThat(HalfFloat.bits(value)).as("%x", bits).isEqualTo((short) bits);
            }
        }
        assertThat(HalfFloat.value((short) 0x3555)).isEqualTo(0.33325195f);
        assertThat(HalfFloat.value((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.value((short) 0x7E00)).isNaN();
    }
}
