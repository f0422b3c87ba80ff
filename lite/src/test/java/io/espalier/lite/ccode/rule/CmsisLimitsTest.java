// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import org.junit.jupiter.api.Test;

/** The rows are those whose outputs a copy of the function for Helium, run on a PC, computed rightly, and otherwise. */
class CmsisLimitsTest {
    @Test
    void picturesAndFiltersOfSixteenBitsAreComputed() {
        assertThat(CmsisLimits.convolution(picture(32767, 16, 8, 3))).isTrue();
        assertThat(CmsisLimits.convolution(picture(32768, 16, 8, 3))).isFalse();
        assertThat(CmsisLimits.convolution(picture(64, 1024, 8, 7))).isTrue();
        assertThat(CmsisLimits.convolution(picture(64, 1338, 8, 7))).isFalse();
        assertThat(CmsisLimits.convolution(picture(64, 8, 65536, 3))).isFalse();
        assertThat(CmsisLimits.depthwise(picture(32767, 8, 8, 3))).isTrue();
        assertThat(CmsisLimits.depthwise(picture(32768, 8, 8, 3))).isFalse();
        assertThat(CmsisLimits.depthwise(picture(64, 4000, 4000, 7))).isTrue();
    }

    @Test
    void rowsWhoseLastWindowsLackOneInputAtMostAreComputed() {
        assertThat(CmsisLimits.convolution(row(20, 5, 1, true))).isTrue();
        assertThat(CmsisLimits.convolution(row(20, 3, 2, true))).isTrue();
        assertThat(CmsisLimits.convolution(row(21, 3, 2, false))).isTrue();
        assertThat(CmsisLimits.convolution(row(9, 7, 4, true))).isFalse();
        assertThat(CmsisLimits.convolution(row(3, 5, 1, true))).isFalse();
    }

    @Test
    void rowsWithInputsLeftOverAreNot() {
        assertThat(CmsisLimits.convolution(row(10, 3, 2, false))).isFalse();
        assertThat(CmsisLimits.convolution(row(12, 2, 4, true))).isFalse();
    }

    @Test
    void pointsAndRowsOfOddStridesAreNoRowsForHelium() {
        assertThat(CmsisLimits.isRow(row(10, 1, 4, false))).isFalse();
        assertThat(CmsisLimits.isRow(new Picture(Ints.of(1, 1, 10, 3), Ints.of(1, 1, 8, 2), 1, 3, 1, 1, 1, 1, false)))
                .isFalse();
    }

    private static Picture picture(int side, int in, int out, int kernel) {
        return new Picture(Ints.of(1, 4, side, in), Ints.of(1, 4, side, out), kernel, kernel, 1, 1, 1, 1, true);
    }

    /** Of four channels. */
    private static Picture row(int in, int kernel, int stride, boolean same) {
        int out = same ? (in + stride - 1) / stride : (in - kernel + stride) / stride;
        return new Picture(Ints.of(1, 1, in, 4), Ints.of(1, 1, out, 2), 1, kernel, 1, stride, 1, 1, same);
    }
}
