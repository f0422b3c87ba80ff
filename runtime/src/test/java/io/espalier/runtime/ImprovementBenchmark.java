// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.ClassLabels;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.PictureShape;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.Granularity;
import io.espalier.lite.quantize.improve.BiasCorrection;
import io.espalier.lite.quantize.improve.CrossLayerEqualization;
import io.espalier.lite.quantize.improve.GptqRounding;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.rewrite.Stages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each improvement brings a real model: how often the most probable class is that of the float model, and signal to noise of the
 * outputs.
 *
 * <p>Arguments: a float model of one input; a folder of pictures, scaled to 0 to 1, or a file of CIFAR-10 records (a byte for the label,
 * 3072 for the picture, channel by channel), left at 0 to 255; how many to calibrate with; how many others to compare on.
 */
final class ImprovementBenchmark {
    private static final int CIFAR_RECORD = 3073;

    private final Dataset calibration;
    private final float[] x;
    private final float[] exact;
    private final int outputs;

    private ImprovementBenchmark(Graph graph, Dataset calibration, float... x) {
        this.calibration = calibration;
        this.x = x;
        this.exact = RealNumbers.first(graph, x);
        int example = Math.toIntExact(
                graph.main().tensor(graph.main().inputs().get(0)).elements());
        this.outputs = exact.length / (x.length / example);
    }

    public static void main(String[] arguments) throws IOException {
        Graph graph = Stages.run(Stages.OPTIMIZE, GraphReader.read(Path.of(arguments[0])));
        int calibrated = Integer.parseInt(arguments[2]);
        int compared = Integer.parseInt(arguments[3]);
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        Dataset data =
                data(Path.of(arguments[1]), input.shape().get(1), input.shape().get(2));
        System.out.printf(
                "%s, %d examples to calibrate with, %d others to compare on%n",
                Path.of(arguments[0]).getFileName(), calibrated, compared);
        ImprovementBenchmark benchmark =
                new ImprovementBenchmark(graph, data.sample(calibrated), others(data, calibrated, compared));
        for (IntegerOptions options : List.of(
                IntegerOptions.INT8.withWeights(Granularity.PER_TENSOR),
                IntegerOptions.INT8,
                IntegerOptions.INT16X8.withWeights(Granularity.PER_TENSOR),
                IntegerOptions.INT16X8)) {
            benchmark.compare(options, "", graph);
            benchmark.compare(options, ", equalized", CrossLayerEqualization.apply(graph));
        }
    }

    private void compare(IntegerOptions options, String how, Graph graph) {
        String what = options.activations() + " " + options.weights() + how;
        Calibrator data = Calibrator.of(calibration);
        QuantizationPlan plan = IntegerQuantizer.of(options)
                .plan(graph, data.calibrate(graph, new MinMax()).ranges());
        print(what, IntegerQuantizer.apply(graph, plan));
        long start = System.nanoTime();
        Graph rounded = new GptqRounding().adjust(graph, plan, data);
        double seconds = (System.nanoTime() - start) / 1e9;
        print(what + ", GPTQ", IntegerQuantizer.apply(rounded, plan));
        long correctionStart = System.nanoTime();
        Graph corrected = new BiasCorrection(graph).adjust(graph, plan, data);
        double correctionSeconds = (System.nanoTime() - correctionStart) / 1e9;
        print(what + ", bias", IntegerQuantizer.apply(corrected, plan));
        Graph both = new BiasCorrection(graph).adjust(rounded, plan, data);
        print(what + ", GPTQ, bias", IntegerQuantizer.apply(both, plan));
        System.out.printf("    GPTQ took %.1f s, bias correction %.1f s%n", seconds, correctionSeconds);
    }

    private void print(String what, Graph quantized) {
        float[] actual = RealNumbers.first(quantized, x);
        int same = 0;
        for (int start = 0; start < exact.length; start += outputs) {
            same += ClassLabels.predicted(exact, start, outputs) == ClassLabels.predicted(actual, start, outputs)
                    ? 1
                    : 0;
        }
        System.out.printf(
                "%-60s same class %.4f  signal to noise %6.2f dB%n",
                what, (double) same * outputs / exact.length, RandomNets.signalToNoise(exact, actual, outputs));
    }

    private static Dataset data(Path source, int height, int width) throws IOException {
        return Files.isDirectory(source)
                ? ImageFolder.open(source, new PictureShape(height, width, PictureShape.Color.RGB))
                : Cifar10.read(source, 0, Math.toIntExact(Files.size(source) / CIFAR_RECORD));
    }

    private static float[] others(Dataset data, int calibrated, int compared) {
        Set<Integer> taken = IntStream.range(0, calibrated)
                .mapToObj(i -> (int) ((long) i * data.size() / calibrated))
                .collect(Collectors.toSet());
        int[] left =
                IntStream.range(0, data.size()).filter(i -> !taken.contains(i)).toArray();
        int[] indices = IntStream.range(0, compared)
                .map(i -> left[(int) ((long) i * left.length / compared)])
                .toArray();
        return numbers(data, indices);
    }

    /** What a model sees of these examples. */
    static float[] numbers(Dataset data, int... indices) {
        int elements = data.features().elements();
        int compared = indices.length;
        ByteBuffer features =
                ByteBuffer.allocate(compared * data.features().bytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets =
                ByteBuffer.allocate(compared * data.targets().bytes()).order(ByteOrder.nativeOrder());
        data.read(indices, 0, compared, features, targets);
        float[] numbers = new float[compared * elements];
        new StoredFeatures(data.features().type(), data.scaling()).read(features.flip(), numbers.length, numbers);
        return numbers;
    }
}
