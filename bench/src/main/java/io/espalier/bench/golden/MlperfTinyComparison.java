// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.base.ImageShape;
import io.espalier.bench.Arguments;
import io.espalier.bench.Assets;
import io.espalier.bench.LatencyInTurn;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.image.ImageFolder;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The float models of MLPerf Tiny, quantized by us, against the int8 files that were published with them: weights in the same form, agreement
 * with the float model, bytes, latency in turn.
 */
public final class MlperfTinyComparison {
    private static final String CLASSIFICATION = "mlperf_tiny/image_classification/trained_models/";
    private static final String WAKE_WORDS = "mlperf_tiny/visual_wake_words/trained_models/";
    private static final int CALIBRATED_WITH = 500;
    private static final int RUNS = 300;

    private MlperfTinyComparison() {}

    /**
     * TestImages and effort of a comparison.
     *
     * @param known to calibrate with
     * @param unknown to compare on
     * @param runs of each file in each round
     */
    public record Effort(Dataset known, Dataset unknown, int rounds, int runs) {}

    /**
     * Of one model.
     *
     * @param ourAgreement the share of pictures on which our file names the same class as the float model
     * @param theirAgreement likewise
     * @param latency ours first
     */
    public record Figures(
            SameWeights weights,
            double ourAgreement,
            double theirAgreement,
            double floatAccuracy,
            double ourAccuracy,
            double theirAccuracy,
            long ourBytes,
            long theirBytes,
            LatencyInTurn latency) {
        @Override
        public String toString() {
            return String.format(
                    Locale.US,
                    "%s | %.4f | %.4f | %.4f | %.4f | %.4f | %,d | %,d | %s",
                    weights,
                    ourAgreement,
                    theirAgreement,
                    floatAccuracy,
                    ourAccuracy,
                    theirAccuracy,
                    ourBytes,
                    theirBytes,
                    latency);
        }
    }

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 5);
        Dataset cifar = TestImages.cifar10(Assets.path("images/cifar10_train_first4000.bin"));
        Effort classes =
                new Effort(cifar.slice(0, CALIBRATED_WITH), cifar.slice(CALIBRATED_WITH, cifar.size()), rounds, RUNS);
        ImageShape shape = new ImageShape(96, 96, ImageShape.Color.RGB);
        Path photographs = Assets.path("images/cats_vs_dogs_160");
        Effort people = new Effort(
                ImageFolder.open(photographs.resolve("training_set"), shape).sample(CALIBRATED_WITH),
                ImageFolder.open(photographs.resolve("test_set"), shape),
                rounds,
                RUNS);
        out.println(
                "| model | calibration | weights as theirs | same class as float: ours | theirs | accuracy: float | ours | theirs"
                        + " | bytes: ours | theirs | latency: ours | theirs | ratio |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (CalibrationMethod method :
                List.of(new CalibrationMethod.MinMax(), CalibrationMethod.MeanSquaredError.DEFAULT)) {
            print(out, CLASSIFICATION + "pretrainedResnet", "", "_quant", method, classes);
            print(out, CLASSIFICATION + "pretrainedResnet_large", "_float", "_int8", method, classes);
            print(out, WAKE_WORDS + "vww_96", "_float", "_int8", method, people);
        }
    }

    private static void print(
            PrintStream out, String model, String floatEnd, String int8End, CalibrationMethod method, Effort effort)
            throws IOException {
        Path floats = Assets.path(model + floatEnd + ".tflite");
        Path theirs = Assets.path(model + int8End + ".tflite");
        out.printf("| %s | %s | %s |%n", floats.getFileName(), method.id(), compare(floats, theirs, method, effort));
    }

    /** Quantizes a float file in the form of an int8 file of the same model, and compares the two. */
    public static Figures compare(Path floats, Path theirs, CalibrationMethod method, Effort effort)
            throws IOException {
        Graph published = GraphReader.read(theirs);
        Graph quantized = Quantizer.of(Recipe.named("int8")
                        .withGranularity(granularity(published))
                        .withCalibration(method)
                        .withInputType(BoundaryType.INT8)
                        .withOutputType(BoundaryType.INT8)
                        .withStrict())
                .withCalibration(Calibrator.of(effort.known()))
                .quantize(GraphReader.read(floats));
        Path ours = Files.createTempFile("ours", ".tflite");
        try {
            GraphWriter.write(quantized, ours);
            Dataset unknown = effort.unknown();
            Predictions exact = Inference.predict(floats, unknown, InterpreterOptions.DEFAULTS);
            Predictions our = Inference.predict(ours, unknown, InterpreterOptions.DEFAULTS);
            Predictions their = Inference.predict(theirs, unknown, InterpreterOptions.DEFAULTS);
            return new Figures(
                    SameWeights.of(quantized, published),
                    (double) our.agreement(exact) / unknown.size(),
                    (double) their.agreement(exact) / unknown.size(),
                    exact.accuracy(unknown).value(),
                    our.accuracy(unknown).value(),
                    their.accuracy(unknown).value(),
                    Files.size(ours),
                    Files.size(theirs),
                    LatencyInTurn.of(ours, theirs, effort.rounds(), effort.runs()));
        } finally {
            Files.delete(ours);
        }
    }

    private static Granularity granularity(Graph published) {
        boolean densePerTensor = SameWeights.weights(published).stream()
                .anyMatch(tensor -> tensor.shape().size() == 2
                        && tensor.quantization().scales().size() == 1);
        return densePerTensor ? Granularity.PER_TENSOR_DENSE : Granularity.PER_CHANNEL;
    }
}
