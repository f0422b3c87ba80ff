// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRoundingTest {
    private static final long SEED = 11;

    @Test
    void whatOneWeightLosesTheNextOneOfTheSameInputGains() {
        SecondMoments moments = new SecondMoments(3);
        moments.add(new double[] {1, 1, 0}, 0);
        moments.add(new double[] {2, 2, 0}, 0);
        moments.add(new double[] {0, 0, 1}, 0);
        assertThat(moments.factor()).isTrue();

        assertThat(RowRounding.round(new double[] {0.4, 0.4, 0.4}, 127, moments).integers())
                .containsExactly(0, 1, 0);
    }

    @Test
    void integersStayWithinTheirRange() {
        SecondMoments moments = new SecondMoments(2);
        moments.add(new double[] {1, 1}, 0);
        assertThat(moments.factor()).isTrue();

        assertThat(RowRounding.round(new double[] {126.6, 127}, 127, moments).integers())
                .containsExactly(127, 127);
        assertThat(RowRounding.round(new double[] {-127.4, -127.4}, 127, moments)
                        .integers())
                .containsExactly(-127, -127);
    }

    @Test
    void noRowComesOutFartherOffThanWithTheNearestIntegers() {
        SplittableRandom random = new SplittableRandom(SEED);
        double all = 0;
        double allPlain = 0;
        for (int trial = 0; trial < 200; trial++) {
            int size = random.nextInt(1, 12);
            double[][] patches = patches(size, 30, random);
            SecondMoments moments = moments(size, patches);
            assertThat(moments.factor()).isTrue();
            double[] weights = random.doubles(size, -50, 50).toArray();

            double rounded =
                    error(weights, RowRounding.round(weights, 127, moments).integers(), patches);

            int[] nearest = new int[size];
            for (int i = 0; i < size; i++) {
                nearest[i] = (int) Math.round(weights[i]);
            }
            double plain = error(weights, nearest, patches);
            // with damping the errors of the weights count a little themselves
            assertThat(rounded).as("trial " + trial + ", seed " + SEED).isLessThanOrEqualTo(plain * 1.05);
            all += rounded;
            allPlain += plain;
        }
        assertThat(all).as("seed " + SEED).isLessThan(allPlain * 0.4);
    }

    @Test
    void noRowComesOutFartherOffWhenItsIntegersAreChangedOneByOne() {
        SplittableRandom random = new SplittableRandom(SEED);
        double before = 0;
        double after = 0;
        for (int trial = 0; trial < 100; trial++) {
            int size = random.nextInt(1, 40);
            SecondMoments moments = moments(size, patches(size, 60, random));
            assertThat(moments.factor()).isTrue();
            double[] weights = random.doubles(size, -7, 7).toArray();
            RowRounding.Row row = RowRounding.round(weights, 7, moments);

            RowRounding.Row improved = RowRounding.improved(weights, row, 7, moments);

            assertThat(improved.error())
                    .as("trial " + trial + ", seed " + SEED)
                    .isLessThanOrEqualTo(row.error() * (1 + 1e-9));
            assertThat(Arrays.stream(improved.integers()).boxed()).allMatch(integer -> Math.abs(integer) <= 7);
            before += row.error();
            after += improved.error();
        }
        assertThat(after).as("seed " + SEED).isLessThan(before);
    }

    /** Across the borders of the panels in which it is computed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 50})
    void theFactorsProductIsTheSumsWithDamping(int size) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] patches = patches(size, 70, random);
        SecondMoments moments = moments(size, patches);
        double[][] expected = new double[size][size];
        double mean = 0;
        for (double[] patch : patches) {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    expected[row][column] += patch[row] * patch[column];
                }
                mean += patch[row] * patch[row] / size;
            }
        }

        assertThat(moments.factor()).isTrue();

        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double product = 0;
                for (int i = 0; i < size; i++) {
                    product += factor(moments, i, row, size) * factor(moments, i, column, size);
                }
                assertThat(product)
                        .as(row + ", " + column + ", seed " + SEED)
                        .isCloseTo(expected[row][column] + (row == column ? 0.01 * mean : 0), within(1e-9 * mean));
            }
        }
    }

    @Test
    void thereIsNoFactorOfNothing() {
        assertThat(new SecondMoments(5).factor()).isFalse();
    }

    @Test
    void thereIsNoFactorOfWhatIsNoNumber() {
        SecondMoments moments = new SecondMoments(2);
        moments.add(new double[] {1, Double.NaN}, 0);

        assertThat(moments.factor()).isFalse();
    }

    private static double factor(SecondMoments moments, int row, int column, int size) {
        double[] unit = new double[size];
        unit[column] = 1;
        return row == column ? moments.diagonal(row) : moments.beforeDiagonal(row, unit);
    }

    private static double[][] patches(int size, int count, SplittableRandom random) {
        double[][] patches = new double[count][size];
        for (double[] patch : patches) {
            double common = random.nextDouble(-1, 1);
            for (int i = 0; i < size; i++) {
                patch[i] = common + random.nextDouble(-0.3, 0.3);
            }
        }
        return patches;
    }

    private static SecondMoments moments(int size, double[]... patches) {
        SecondMoments moments = new SecondMoments(size);
        for (double[] patch : patches) {
            moments.add(patch, 0);
        }
        return moments;
    }

    private static double error(double[] weights, int[] rounded, double[]... patches) {
        double squares = 0;
        for (double[] patch : patches) {
            double error = 0;
            for (int i = 0; i < weights.length; i++) {
                error += (weights[i] - rounded[i]) * patch[i];
            }
            squares += error * error;
        }
        return squares;
    }
}
