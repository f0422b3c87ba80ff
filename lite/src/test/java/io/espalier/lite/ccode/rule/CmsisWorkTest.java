// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.ccode.program.Constant.Work;
import org.junit.jupiter.api.Test;

/** The first numbers of convolutions and depthwise convolutions are those that tests of CMSIS-NN's users expect of its own functions. */
class CmsisWorkTest {
    @Test
    void aConvolutionWorksOnTwoPatchesOfShortsOrWithHeliumOnFourOfBytes() {
        assertThat(CmsisWork.convolution(picture(11, 8, 3, 5, 1, 1))).isEqualTo(new Work(672, 704));
        assertThat(CmsisWork.convolution(picture(1, 8, 3, 3, 1, 1))).isEqualTo(new Work(48, 64));
    }

    @Test
    void aConvolutionOfPointsWorksOnlyWithoutStrides() {
        assertThat(CmsisWork.convolution(picture(16, 8, 1, 1, 1, 1))).isEqualTo(new Work(64, 0));
        assertThat(CmsisWork.convolution(picture(16, 8, 1, 1, 2, 1))).isEqualTo(new Work(0, 0));
    }

    @Test
    void alongOneRowHeliumWorksOnTheBordersOnly() {
        Picture row = new Picture(Ints.of(1, 1, 20, 4), Ints.of(1, 1, 20, 8), 1, 3, 1, 1, 1, 1, true);
        Picture oddStride = new Picture(Ints.of(1, 1, 20, 3), Ints.of(1, 1, 20, 8), 1, 3, 1, 1, 1, 1, true);

        assertThat(CmsisWork.convolution(row)).isEqualTo(new Work(48, 16));
        assertThat(CmsisWork.convolution(oddStride)).isEqualTo(new Work(48, 64));
    }

    @Test
    void aDepthwiseConvolutionWorksUnlessItIsOfThreeByThree() {
        assertThat(CmsisWork.depthwise(picture(11, 11, 3, 5, 1, 1))).isEqualTo(new Work(330, 7440));
        assertThat(CmsisWork.depthwise(picture(11, 11, 3, 3, 1, 1))).isEqualTo(new Work(0, 4464));
        assertThat(CmsisWork.depthwise(picture(11, 11, 3, 3, 1, 2))).isEqualTo(new Work(0, 0));
        assertThat(CmsisWork.depthwise(picture(11, 22, 3, 5, 1, 1))).isEqualTo(new Work(0, 0));
    }

    @Test
    void ofOneChannelHeliumMakesAConvolutionWithTurnedWeights() {
        assertThat(CmsisWork.depthwise(picture(1, 8, 10, 8, 1, 1))).isEqualTo(new Work(0, 8 * 80 + 4 * 80));
    }

    @Test
    void productsOfAMatrixNeedTheSumsOfItsRowsWithHelium() {
        assertThat(CmsisWork.fullyConnected(10)).isEqualTo(new Work(0, 40));
    }

    private static Picture picture(int in, int out, int height, int width, int stride, int dilation) {
        return new Picture(
                Ints.of(1, 16, 16, in),
                Ints.of(1, 16 / stride, 16 / stride, out),
                height,
                width,
                stride,
                stride,
                dilation,
                dilation,
                height == 3 && width == 3);
    }
}
