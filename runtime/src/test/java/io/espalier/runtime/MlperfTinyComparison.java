// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.PictureShape;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Granularity;
import io.espalier.lite.recipe.BoundaryType;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A measurement: the float models of MLPerf Tiny, quantized by us, against the int8 files that were published with them: weights in
 * the same form, agreement with the float model, bytes, latency. {@code MlperfTinyComparison [ROUNDS]}; it needs {@code
 * -Despalier.shared=DIR}.
 */
public final class MlperfTinyComparison {
    private static final String CLASSIFICATION = "assets/mlperf_tiny/image_classification/trained_models/";
    private static final String WAKE_WORDS = "assets/mlperf_tiny/visual_wake_words/trained_models/";
    private static final int CALIBRATED_WITH = 500;
    private static final int RUNS = 300;

    private MlperfTinyComparison() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path records = Shared.file("assets/images/cifar10_train_first4000.bin");
        Dataset known = Cifar10.read(records, 0, CALIBRATED_WITH);
        Dataset unknown = Cifar10.read(records, CALIBRATED_WITH, 4000);
        PictureShape shape = new PictureShape(96, 96, PictureShape.Color.RGB);
        Path photographs = Shared.file("assets/images/cats_vs_dogs_160");
        Dataset knownPhotographs =
                ImageFolder.open(photographs.resolve("training_set"), shape).sample(CALIBRATED_WITH);
        Dataset unknownPhotographs = ImageFolder.open(photographs.resolve("test_set"), shape);
        System.out.println(
                "| model | calibration | weights as theirs | same class as float: ours | theirs | accuracy: float | ours | theirs"
                        + " | bytes: ours | theirs | latency: ours | theirs | ratio |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (CalibrationMethod method :
                List.of(new CalibrationMethod.MinMax(), CalibrationMethod.MeanSquaredError.DEFAULT)) {
            compare(CLASSIFICATION + "pretrainedResnet", "", "_quant", method, known, unknown, rounds);
            compare(CLASSIFICATION + "pretrainedResnet_large", "_float", "_int8", method, known, unknown, rounds);
            compare(WAKE_WORDS + "vww_96", "_float", "_int8", method, knownPhotographs, unknownPhotographs, rounds);
        }
    }

    private static void compare(
            String model,
            String floatEnd,
            String quantizedEnd,
            CalibrationMethod method,
            Dataset known,
            Dataset unknown,
            int rounds)
            throws IOException {
        Path floats = Shared.file(model + floatEnd + ".tflite");
        Path theirs = Shared.file(model + quantizedEnd + ".tflite");
        Graph published = GraphReader.read(theirs);
        Graph quantized = Quantizer.of(Recipe.named("int8")
                        .granularity(granularity(published))
                        .calibration(method)
                        .inputType(BoundaryType.INT8)
                        .outputType(BoundaryType.INT8)
                        .strict())
                .calibrate(Calibrator.of(known))
                .quantize(GraphReader.read(floats));
        Path ours = Files.createTempFile("ours", ".tflite");
        Files.delete(ours);
        GraphWriter.write(quantized, ours);
        Predictions exact = Inference.predict(floats, unknown, InterpreterOptions.DEFAULTS);
        Predictions our = Inference.predict(ours, unknown, InterpreterOptions.DEFAULTS);
        Predictions their = Inference.predict(theirs, unknown, InterpreterOptions.DEFAULTS);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.4f | %.4f | %.4f | %.4f | %.4f | %,d | %,d | %s |%n",
                floats.getFileName(),
                method.id(),
                sameWeights(quantized, published),
                agreement(our, exact),
                agreement(their, exact),
                exact.accuracy(unknown).value(),
                our.accuracy(unknown).value(),
                their.accuracy(unknown).value(),
                Files.size(ours),
                Files.size(theirs),
                LatencyInTurn.of(ours, theirs, rounds, RUNS));
        Files.delete(ours);
    }

    private static double agreement(Predictions actual, Predictions expected) {
        int same = 0;
        for (int example = 0; example < expected.size(); example++) {
            same += actual.predictedClass(example) == expected.predictedClass(example) ? 1 : 0;
        }
        return (double) same / expected.size();
    }

    private static Granularity granularity(Graph published) {
        boolean densePerTensor = weights(published).stream()
                .anyMatch(tensor -> tensor.shape().size() == 2
                        && tensor.quantization().scales().size() == 1);
        return densePerTensor ? Granularity.PER_TENSOR_DENSE : Granularity.PER_CHANNEL;
    }

    private static String sameWeights(Graph ours, Graph theirs) {
        List<Tensor> mine = weights(ours);
        List<Tensor> published = weights(theirs);
        if (mine.size() != published.size()) {
            return mine.size() + " tensors against " + published.size();
        }
        long all = 0;
        long same = 0;
        int farthest = 0;
        int sameScales = 0;
        int scales = 0;
        for (int tensor = 0; tensor < mine.size(); tensor++) {
            byte[] actual = mine.get(tensor).buffer().toBytes();
            byte[] expected = published.get(tensor).buffer().toBytes();
            for (int place = 0; place < expected.length; place++) {
                all++;
                same += actual[place] == expected[place] ? 1 : 0;
                farthest = Math.max(farthest, Math.abs(actual[place] - expected[place]));
            }
            for (int scale = 0;
                    scale < published.get(tensor).quantization().scales().size();
                    scale++) {
                scales++;
                sameScales += mine.get(tensor).quantization().scales().get(scale)
                                == published.get(tensor).quantization().scales().get(scale)
                        ? 1
                        : 0;
            }
        }
        return String.format(
                Locale.ROOT, "%,d of %,d, else %d off; %,d of %,d scales", same, all, farthest, sameScales, scales);
    }

    private static List<Tensor> weights(Graph graph) {
        List<Tensor> weights = new ArrayList<>();
        for (Operator operator : graph.main().operators()) {
            if (operator.inputs().size() > 1 && operator.hasInput(1)) {
                Tensor second = graph.main().tensor(operator.inputs().get(1));
                if (second.isConstant() && second.type() == TensorType.INT8) {
                    weights.add(second);
                }
            }
        }
        return weights;
    }
}
