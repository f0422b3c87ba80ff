// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Predictions.Deviation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeviationTest {
    /**
     * The first pair of vectors and its error are those of AI Edge Quantizer's validation_utils_test.py. The pair for signal to noise is
     * ours, made to have the ratio 14/3 of its later test, whose vectors we do not know.
     */
    @Test
    void figuresThatAiEdgeQuantizerGivesToo() {
        Deviation deviation = of(new float[] {1, 2, 4, 5}, new float[] {1, 3, 2, 2});

        assertThat(deviation.meanSquaredError()).isEqualTo(3.5);
        assertThat(deviation.cosine()).isCloseTo(0.86881, within(5e-7));
        assertThat(of(new float[] {1, 2, 3}, new float[] {2, 3, 4}).signalToNoise())
                .isCloseTo(14.0 / 3, within(1e-12));
    }

    @Test
    void partsMergeToTheWhole() {
        SplittableRandom random = new SplittableRandom(5);
        float[] expected = new float[1000];
        float[] actual = new float[1000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) random.nextDouble(-1, 1);
            actual[i] = (float) random.nextDouble(-1, 1);
        }
        Deviation whole = of(expected, actual);

        for (int cut : new int[] {0, 1, 300, 1000}) {
            Deviation left = Deviation.NONE.add(expected, actual, 0, cut);
            Deviation right = Deviation.NONE.add(expected, actual, cut, 1000 - cut);

            Deviation merged = right.merge(left);

            assertThat(merged.count()).isEqualTo(1000);
            assertThat(merged.greatest()).isEqualTo(whole.greatest());
            assertThat(merged.meanSquaredError()).isCloseTo(whole.meanSquaredError(), within(1e-12));
            assertThat(merged.cosine()).isCloseTo(whole.cosine(), within(1e-12));
            assertThat(merged.signalToNoiseDecibels()).isCloseTo(whole.signalToNoiseDecibels(), within(1e-9));
        }
    }

    @Test
    void equalNumbersHaveNoNoise() {
        Deviation same = of(new float[] {1, -2}, new float[] {1, -2});

        assertThat(same.signalToNoiseDecibels()).isInfinite().isPositive();
        assertThat(same.cosine()).isCloseTo(1, within(1e-15));
        assertThat(same.greatest()).isZero();
    }

    @Test
    void numbersThatAreAllZeroAreLikeEachOtherOnly() {
        float[] zeros = {0, 0};

        assertThat(of(zeros, zeros).cosine()).isEqualTo(1);
        assertThat(of(zeros, new float[] {1, 0}).cosine()).isZero();
        assertThat(of(new float[] {1, 0}, zeros).cosine()).isZero();
    }

    @Test
    void whatIsNoNumberShows() {
        Deviation broken = of(new float[] {1, 2}, new float[] {1, Float.NaN});

        assertThat(broken.meanSquaredError()).isNaN();
        assertThat(broken.greatest()).isNaN();
    }

    private static Deviation of(float[] expected, float[] actual) {
        return Deviation.NONE.add(expected, actual, 0, expected.length);
    }
}
