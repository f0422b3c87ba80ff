// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark: the time to quantize a model that was read and calibrated, in this process, the first time and the medians of
 * many: {@code QuantizationTime MODEL [RUNS]}. The first time includes loading of classes.
 */
public final class QuantizationTime {
    private QuantizationTime() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 101;
        Graph graph = GraphReader.read(file);
        TensorRanges ranges = ranges(file, graph);
        Quantizer recipe = Quantizer.of(Recipe.named("int8")).calibrate(ranges);
        print(file, "Quantizer, int8, rewriting included", runs, () -> recipe.quantize(graph));
        IntegerQuantizer integers = IntegerQuantizer.of(IntegerOptions.INT8);
        print(file, "IntegerQuantizer", runs, () -> integers.quantize(graph, ranges));
        Quantizer dynamic = Quantizer.of(Recipe.named("dynamic"));
        print(file, "Quantizer, dynamic", runs, () -> dynamic.quantize(graph));
    }

    private static TensorRanges ranges(Path file, Graph graph) throws IOException {
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            return Calibrator.ofSamples(RandomSamples.of(interpreter, 4))
                    .calibrate(graph, new MinMax())
                    .ranges();
        }
    }

    private static void print(Path file, String what, int runs, Runnable task) {
        Time first = Time.of(task);
        List<Double> wall = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Time time = Time.of(task);
            wall.add(time.wall());
            processor.add(time.processor());
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f ms | %.2f ms | %.2f ms |%n",
                file.getFileName(),
                what,
                first.wall(),
                LatencyInTurn.median(wall.subList(runs / 2, runs)),
                LatencyInTurn.median(processor.subList(runs / 2, runs)));
    }

    /** Milliseconds on the clock, and of this thread on a processor: less where others are busy with the machine. */
    private record Time(double wall, double processor) {
        static Time of(Runnable task) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long processor = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            task.run();
            return new Time((System.nanoTime() - start) / 1e6, (threads.getCurrentThreadCpuTime() - processor) / 1e6);
        }
    }
}
