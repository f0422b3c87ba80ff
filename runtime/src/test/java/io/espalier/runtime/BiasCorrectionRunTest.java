// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.quantize.improve.BiasCorrection;
import io.espalier.lite.quantize.improve.GptqRounding;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BiasCorrectionRunTest {
    private static final int OUTPUTS = 10;
    private static final long SEED = 4;

    @ParameterizedTest
    @EnumSource(
            value = Granularity.class,
            names = {"PER_TENSOR", "PER_CHANNEL"})
    void outputsAreNoLongerOffToOneSide(Granularity granularity) {
        for (IntegerOptions options : new IntegerOptions[] {IntegerOptions.INT8, IntegerOptions.INT16X8}) {
            for (long seed = 0; seed < 3; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Graph graph = RandomNets.separable(random);
                Calibrator data = RandomNets.data(RandomNets.examples(100, random));
                QuantizationPlan plan = IntegerQuantizer.of(options.withWeights(granularity))
                        .plan(graph, data.calibrate(graph, new MinMax()).ranges());
                Graph corrected = new BiasCorrection(graph).adjust(graph, plan, data);

                float[] x = RandomNets.examples(200, random);
                float[] exact = RealNumbers.first(graph, x);
                float[] plain = RealNumbers.first(IntegerQuantizer.apply(graph, plan), x);
                float[] better = RealNumbers.first(IntegerQuantizer.apply(corrected, plan), x);
                String what = options.activations() + ", seed " + seed;
                assertThat(offset(exact, better)).as(what).isLessThan(offset(exact, plain) / 4);
                assertThat(RandomNets.signalToNoise(exact, better, OUTPUTS))
                        .as(what)
                        .isGreaterThan(RandomNets.signalToNoise(exact, plain, OUTPUTS) + 0.5);
            }
        }
    }

    @Test
    void whatRoundingTogetherLeavesIsCorrectedToo() {
        SplittableRandom random = new SplittableRandom(SEED);
        Graph graph = RandomNets.separable(random);
        Calibrator data = RandomNets.data(RandomNets.examples(100, random));
        QuantizationPlan plan = IntegerQuantizer.of(IntegerOptions.INT16X8)
                .plan(graph, data.calibrate(graph, new MinMax()).ranges());
        Graph rounded = new GptqRounding().adjust(graph, plan, data);
        Graph corrected = new BiasCorrection(graph).adjust(rounded, plan, data);

        float[] x = RandomNets.examples(200, random);
        float[] exact = RealNumbers.first(graph, x);
        float[] before = RealNumbers.first(IntegerQuantizer.apply(rounded, plan), x);
        float[] after = RealNumbers.first(IntegerQuantizer.apply(corrected, plan), x);
        assertThat(RandomNets.signalToNoise(exact, after, OUTPUTS))
                .as("seed " + SEED)
                .isGreaterThan(RandomNets.signalToNoise(exact, before, OUTPUTS) + 3);
    }

    /** How far outputs are off on average over the examples. */
    private static double offset(float[] expected, float[] actual) {
        double sum = 0;
        for (int output = 0; output < OUTPUTS; output++) {
            double mean = 0;
            for (int place = output; place < expected.length; place += OUTPUTS) {
                mean += actual[place] - expected[place];
            }
            mean *= (double) OUTPUTS / expected.length;
            sum += mean * mean;
        }
        return Math.sqrt(sum / OUTPUTS);
    }
}
