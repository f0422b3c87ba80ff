// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calibration, each way in turn with feeding the same pictures one by one to the plain runtime with all tensors preserved. */
public final class CalibrationSpeed {
    private CalibrationSpeed() {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        Path file = arguments.path(0, "model");
        Graph graph = GraphReader.read(file);
        List<Integer> shape = graph.main().tensor(graph.main().inputs().get(0)).shape().stream()
                .boxed()
                .toList();
        Dataset pictures = TestImages.open(
                        arguments.path(1, "image folder or CIFAR-10 file"), shape.get(1), shape.get(2))
                .sample(arguments.number(2, 200));
        measure(file, pictures, arguments.number(3, 7), out);
    }

    /** Measures; for each way milliseconds a picture of it, and second those of the plain runtime that only runs. */
    public static Map<String, InTurn<Double>> measure(Path file, Dataset pictures, int rounds, PrintStream out)
            throws IOException {
        Graph graph = GraphReader.read(file);
        PlainRuntime plain = new PlainRuntime(file, graph, pictures);
        InTurn.Measured<Double> yardstick = timed(pictures, () -> plain.run(false));
        Map<String, InTurn<Double>> all = new LinkedHashMap<>();
        for (Map.Entry<String, Runnable> way : ways(plain, graph, pictures).entrySet()) {
            InTurn.Measured<Double> measured = timed(pictures, way.getValue());
            InTurn.of(1, measured, yardstick);
            InTurn<Double> milliseconds = InTurn.of(rounds, measured, yardstick);
            out.printf(
                    Locale.US,
                    "%-50s %7.3f ms per image, plain runtime, runs only %7.3f ms, ratio %.2f%n",
                    way.getKey(),
                    milliseconds.firstMedian(Double::doubleValue),
                    milliseconds.secondMedian(Double::doubleValue),
                    milliseconds.ratio(Double::doubleValue));
            all.put(way.getKey(), milliseconds);
        }
        return all;
    }

    private static Map<String, Runnable> ways(PlainRuntime plain, Graph graph, Dataset pictures) {
        InterpreterOptions one = InterpreterOptions.DEFAULTS;
        Calibrator ours = Calibrator.of(pictures).withOptions(one);
        Map<String, Runnable> ways = new LinkedHashMap<>();
        ways.put("plain runtime, every tensor observed", () -> plain.run(true));
        ways.put(
                "ours, 1 thread, without XNNPACK, min_max",
                () -> ours.withOptions(one.withXnnpack(false)).calibrate(graph, new MinMax()));
        for (CalibrationMethod method : List.of(
                new MinMax(),
                CalibrationMethod.MovingAverage.DEFAULT,
                CalibrationMethod.Percentile.DEFAULT,
                CalibrationMethod.MeanSquaredError.DEFAULT)) {
            ways.put("ours, 1 thread, " + method.id(), () -> ours.calibrate(graph, method));
        }
        ways.put(
                "ours, 2 threads, min_max",
                () -> ours.withOptions(one.withThreads(2)).calibrate(graph, new MinMax()));
        return ways;
    }

    private static InTurn.Measured<Double> timed(Dataset pictures, Runnable task) {
        return () -> {
            long start = System.nanoTime();
            task.run();
            return (System.nanoTime() - start) / 1e6 / pictures.size();
        };
    }
}
