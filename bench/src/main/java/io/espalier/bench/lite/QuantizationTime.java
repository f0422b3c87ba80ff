// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Networks;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A float graph in memory, calibrated before, to a quantized one, in a process that is warm. {@code -p model=FILE} measures with a float .tflite
 * file; usual is a network as MobileNet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the method for setting up first.
public class QuantizationTime {
    private static final String MOBILE = "mobile";

    @Param(MOBILE)
    private String model = MOBILE;

    private Graph graph;
    private TensorRanges ranges;
    private Quantizer int8;
    private final IntegerQuantizer integers = IntegerQuantizer.of(IntegerOptions.INT8);
    private final Quantizer dynamic = Quantizer.of(Recipe.named("dynamic"));

    @Setup
    public void calibrate() throws IOException {
        graph = model.equals(MOBILE) ? Converter.convert(Networks.mobile(128)) : GraphReader.read(Path.of(model));
        ranges = Calibrator.ofSamples(RandomSamples.between(0, 1, graph))
                .calibrate(graph, new MinMax())
                .ranges();
        int8 = Quantizer.of(Recipe.named("int8")).withCalibration(ranges);
    }

    @Benchmark
    public Graph int8() {
        return int8.quantize(graph);
    }

    /** Without the rewrites that come before. */
    @Benchmark
    public Graph int8Alone() {
        return integers.quantize(graph, ranges);
    }

    @Benchmark
    public Graph dynamic() {
        return dynamic.quantize(graph);
    }
}
