// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.CalibrationMethod.MeanSquaredError;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {
    private static final long SEED = 20;

    static List<CalibrationMethod> methods() {
        return List.of(new MinMax(), MovingAverage.DEFAULT, new Percentile(99), MeanSquaredError.DEFAULT);
    }

    static List<CalibrationMethod> methodsWithoutOrder() {
        return List.of(new MinMax(), new Percentile(99), MeanSquaredError.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void anySplitMergedInOrderGivesTheRangeOfTheWhole(CalibrationMethod method) {
        List<float[]> samples = samples(new Random(SEED), 60);
        ValueRange whole = observe(method, samples).range().orElseThrow();
        Random random = new Random(SEED);

        for (int trial = 0; trial < 20; trial++) {
            int first = random.nextInt(61);
            int second = first + random.nextInt(61 - first);
            Observer left = observe(method, samples.subList(0, first));
            Observer middle = observe(method, samples.subList(first, second));
            middle.merge(observe(method, samples.subList(second, 60)));
            left.merge(middle);

            assertClose(left.range().orElseThrow(), whole, "seed " + SEED + ", split at " + first + " and " + second);
        }
    }

    @ParameterizedTest
    @MethodSource("methodsWithoutOrder")
    void theOrderOfSamplesDoesNotMatter(CalibrationMethod method) {
        List<float[]> samples = samples(new Random(SEED), 60);
        ValueRange whole = observe(method, samples).range().orElseThrow();

        Collections.shuffle(samples, new Random(SEED));

        assertThat(observe(method, samples).range()).as("seed %d", SEED).contains(whole);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void valuesThatNoRangeCanHoldAreLeftOutAndCounted(CalibrationMethod method) {
        // AI Edge Quantizer leaves out infinities and magnitudes above 3e38: conformance.md no. 38
        float[] values = {1, Float.NaN, 5, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3.3e38f, -3.3e38f};
        Observer observer = Observer.of(method);
        Observer clean = observe(method, List.of(new float[] {1, 5}));

        assertThat(observer.add(FloatBuffer.wrap(values))).isEqualTo(5);

        assertThat(observer.range()).isEqualTo(clean.range());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothingSeenIsNoRange(CalibrationMethod method) {
        Observer observer = Observer.of(method);

        assertThat(observer.add(FloatBuffer.wrap(new float[] {Float.NaN}))).isEqualTo(1);
        observer.merge(Observer.of(method));

        assertThat(observer.range()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aConstantIsItsOwnRangeButForZero(CalibrationMethod method) {
        ValueRange range =
                observe(method, List.of(new float[] {-3, -3, -3})).range().orElseThrow();

        assertThat(range.min()).isCloseTo(-3, within(0.03f));
        assertThat(range.max()).isIn(-3f, 0f);
        assertThat(observe(method, List.of(new float[] {0, 0})).range()).contains(new ValueRange(0, 0));
    }

    @Test
    void observersOfDifferentMethodsDoNotMerge() {
        for (CalibrationMethod one : methods()) {
            for (CalibrationMethod other :
                    List.of(new MovingAverage(0.5), new Percentile(98), new MeanSquaredError(4))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Observer.of(one).merge(Observer.of(other)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 511, 512, 513, 4095, 4096, 4097, 9000})
    void theLeastAndTheGreatestAreFoundAtEveryPlace(int size) {
        for (int place : new int[] {0, size / 3, size / 2, size - 1}) {
            float[] values = new float[size + 2];
            values[0] = -9;
            values[size + 1] = 9;
            values[place + 1] = 2;

            Observer observer = Observer.of(new MinMax());
            observer.add(FloatBuffer.wrap(values, 1, size));

            assertThat(observer.range()).contains(new ValueRange(size == 1 ? 2 : 0, 2));
        }
    }

    @Test
    void movingAveragesAreThoseOfTheReference() {
        // conformance.md no. 38, smoothing 0.99
        Observer observer = observe(new MovingAverage(0.99), List.of(new float[] {-10, 8}, new float[] {-1000, 800}));

        assertClose(observer.range().orElseThrow(), new ValueRange(-19.9f, 15.92f), "smoothing 0.99");
    }

    @ParameterizedTest
    @CsvSource({"99.9", "99", "90", "50"})
    void aPercentileIsKnownToOneBucket(double percent) {
        float[] values = gaussian(new Random(SEED), 100_000);
        ValueRange range =
                observe(new Percentile(percent), List.of(values)).range().orElseThrow();
        Arrays.sort(values);
        int leftOut = (int) (values.length * (1 - percent / 100) / 2);
        float low = values[leftOut];
        float high = values[values.length - 1 - leftOut];

        assertThat(range.min()).isBetween(low - Math.abs(low) / 128, low);
        assertThat(range.max()).isBetween(high, high + Math.abs(high) / 128);
    }

    @Test
    void allOfAHundredPercentIsMinMax() {
        List<float[]> samples = samples(new Random(SEED), 5);

        assertThat(observe(new Percentile(100), samples).range())
                .isEqualTo(observe(new MinMax(), samples).range());
    }

    @ParameterizedTest
    @CsvSource({"4, 2.55936", "8, 3.92403"})
    void normalValuesAreClippedWhereAnOptimalUniformQuantizerClips(int bits, double clip) {
        // the optimal step of a uniform quantizer for a normal source: 0.3352 for 16 levels, 0.03077 for 256 (Max 1960;
        // Hui, Neuhoff 2001)
        float[] values = gaussian(new Random(SEED), 300_000);

        ValueRange range =
                observe(new MeanSquaredError(bits), List.of(values)).range().orElseThrow();

        assertThat((range.max() - range.min()) / 2).isCloseTo((float) clip, within((float) clip * 0.08f));
    }

    @Test
    void aRangeOfLeastErrorHalvesTheErrorOfMinMaxWhereBitsAreFew() {
        float[] values = gaussian(new Random(SEED), 100_000);

        ValueRange minMax = observe(new MinMax(), List.of(values)).range().orElseThrow();
        ValueRange best =
                observe(new MeanSquaredError(4), List.of(values)).range().orElseThrow();

        assertThat(squaredError(values, best, 15)).isLessThan(0.5 * squaredError(values, minMax, 15));
    }

    @Test
    void theErrorThatIsMinimizedIsThatOfQuantizing() {
        float[] values = gaussian(new Random(SEED), 200_000);
        LogarithmicHistogram histogram = new LogarithmicHistogram();
        histogram.add(values, values.length, -9, 9);
        ClippingSearch search = new ClippingSearch(histogram, 8);

        for (ValueRange range : List.of(
                new ValueRange(-3, 3), new ValueRange(-1, 4), new ValueRange(-9, 9), new ValueRange(-0.1f, 0.2f))) {
            double expected = squaredError(values, range, 255);
            assertThat(search.error(range.min(), range.max())).isCloseTo(expected, within(0.02 * expected));
        }
    }

    private static double squaredError(float[] values, ValueRange range, int steps) {
        double step = ((double) range.max() - range.min()) / steps;
        double sum = 0;
        for (float value : values) {
            double clipped = Math.max(range.min(), Math.min(range.max(), value));
            double error = value > range.max() || value < range.min()
                    ? value - clipped
                    : value - Math.rint(value / step) * step;
            sum += error * error;
        }
        return sum;
    }

    private static Observer observe(CalibrationMethod method, List<float[]> samples) {
        Observer observer = Observer.of(method);
        samples.forEach(sample -> observer.add(FloatBuffer.wrap(sample)));
        return observer;
    }

    private static List<float[]> samples(Random random, int count) {
        List<float[]> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(gaussian(random, 1 + random.nextInt(600)));
        }
        return samples;
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void assertClose(ValueRange actual, ValueRange expected, String what) {
        assertThat(actual.min()).as(what).isCloseTo(expected.min(), within(1e-5f * Math.abs(expected.min())));
        assertThat(actual.max()).as(what).isCloseTo(expected.max(), within(1e-5f * Math.abs(expected.max())));
    }
}
