// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of integers, beside those of real numbers. */
class FixedFunctionsTest {
    private static final double UNIT = 0x1p-31;
    private static final double OF_FOUR_BITS = 0x1p-27;

    @ParameterizedTest
    @ValueSource(doubles = {-15.5, -7.25, -1, -0.2, 0, 0.01, 0.7, 3, 12})
    void functionsAreNearThoseOfRealNumbers(double x) {
        int stored = (int) Math.round(x / OF_FOUR_BITS);

        assertThat(FixedFunctions.logistic(stored) * UNIT).isEqualTo(1 / (1 + Math.exp(-x)), within(1e-6));
        assertThat(FixedFunctions.tanh(stored) * UNIT).isEqualTo(Math.tanh(x), within(1e-6));
        assertThat(FixedFunctions.exp(-Math.abs(stored), 4) * UNIT).isEqualTo(Math.exp(-Math.abs(x)), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 255, 65025, 123456789})
    void inverseRootsAreNearThoseOfRealNumbers(int value) {
        FixedPoint root = FixedFunctions.inverseSquareRoot(value);

        assertThat(Math.scalb((double) root.multiplier(), root.shift() - 31))
                .isEqualTo(1 / Math.sqrt(value), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.75, 1.5, 3e-5, 100})
    void productsAreRoundedToTheNearest(double scale) {
        FixedPoint point = FixedPoint.of(scale);

        for (int value = -1000; value <= 1000; value += 7) {
            assertThat((double) point.times(value)).isEqualTo(value * scale, within(0.5 + 1e-6));
        }
    }
}
