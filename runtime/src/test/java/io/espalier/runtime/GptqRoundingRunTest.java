// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.quantize.Granularity;
import io.espalier.lite.quantize.improve.GptqRounding;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GptqRoundingRunTest {
    private static final int OUTPUTS = 10;

    @ParameterizedTest
    @EnumSource(
            value = Granularity.class,
            names = {"PER_TENSOR", "PER_CHANNEL"})
    void examplesThatWereNotSeenComeOutNearer(Granularity granularity) {
        for (long seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Graph graph = RandomNets.separable(random);
            Calibrator data = RandomNets.data(RandomNets.examples(100, random));
            float[] x = RandomNets.examples(200, random);
            float[] exact = RealNumbers.first(graph, x);
            for (IntegerOptions options : new IntegerOptions[] {IntegerOptions.INT8, IntegerOptions.INT16X8}) {
                QuantizationPlan plan = IntegerQuantizer.of(options.withWeights(granularity))
                        .plan(graph, data.calibrate(graph, new MinMax()).ranges());
                long start = System.nanoTime();
                Graph rounded = new GptqRounding().adjust(graph, plan, data);
                double ms = (System.nanoTime() - start) / 1e6;
                System.out.println(options.activations() + " " + granularity + " nearest "
                        + RandomNets.signalToNoise(
                                exact, RealNumbers.first(IntegerQuantizer.apply(graph, plan), x), OUTPUTS)
                        + " gptq "
                        + RandomNets.signalToNoise(
                                exact, RealNumbers.first(IntegerQuantizer.apply(rounded, plan), x), OUTPUTS)
                        + " in ms " + ms);
            }
        }
    }
}
