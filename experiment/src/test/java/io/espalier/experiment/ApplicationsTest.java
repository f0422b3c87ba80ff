// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.application.MobileNetV2;
import io.espalier.model.application.MobileNetV3;
import io.espalier.model.application.ResNet50;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that come with Espalier, small pictures, weights of a seed. */
class ApplicationsTest {
    private static final long SEED = 11;
    private static final Size SIZE = Size.square(64);
    private static final Head HEAD = Head.logits(10);

    @TempDir
    private Path folder;

    static Stream<Arguments> networks() {
        return Stream.concat(
                filed(),
                Stream.of(
                        drawn(EfficientNet.LITE0.build(SIZE, HEAD, SEED), 2),
                        drawn(new MobileNetV1(1).build(SIZE, HEAD, SEED), 2),
                        drawn(new MobileNetV2(1).build(SIZE, HEAD, SEED), 1.5),
                        drawn(MobileNetV3.LARGE.build(SIZE, HEAD, SEED), 2),
                        drawn(ResNet50.build(SIZE, HEAD, SEED), 1)));
    }

    static Stream<Arguments> filed() {
        return Stream.of(
                drawn(EfficientNet.B0.build(SIZE, HEAD, SEED), 2.4),
                drawn(MobileNetV3.SMALL.build(SIZE, HEAD, SEED), 2));
    }

    // As initialized, hardly anything of a picture reaches the end: depthwise kernels are small, and normalizations
    // change nothing.
    private static Arguments drawn(Model model, double gain) {
        SplittableRandom random = new SplittableRandom(SEED);
        Model drawn = model.withWeights(model.weights().map((key, tensor) -> switch (tensor.shape()
                .rank()) {
            case 1 -> moved(tensor, random);
            case 4 -> drawn(tensor.shape(), key.weight().equals("depthwise_kernel"), gain, random);
            default -> tensor;
        }));
        return Arguments.of(model.name(), drawn);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aNetworkAnswersInTheRuntimeAsInTensorFlow(String name, Model model) {
        RandomExamples pictures =
                new RandomExamples(model.outputShape(model.inputs().get(0)), SEED, 256);
        float[] expected;
        try (Evaluator evaluator = Evaluator.of(model)) {
            expected = evaluator.predict(pictures).toArray();
        }

        float[] actual = LiteAnswers.of(Converter.convert(model), pictures, true);

        float scale = Math.max(1, largest(expected));
        int classes = expected.length / RandomExamples.EXAMPLES;
        assertThat(largest(difference(
                        Arrays.copyOf(expected, classes), Arrays.copyOfRange(expected, classes, 2 * classes))))
                .as("between two pictures, of " + scale)
                .isGreaterThan(0.01f * scale);
        assertThat(largest(difference(actual, expected))).as("seed " + SEED).isLessThanOrEqualTo(1e-5f * scale);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filed")
    void aNetworkIsReadBackFromEitherFile(String name, Model model) throws IOException {
        for (String ending : new String[] {".h5", ".keras"}) {
            Path file = folder.resolve(name + ending);
            KerasFiles.write(model, null, file);

            Model read = KerasFiles.read(file);

            assertThat(read.nodes()).isEqualTo(model.nodes());
            assertThat(read.outputs()).isEqualTo(model.outputs());
            assertThat(read.weights()).isEqualTo(model.weights());
        }
    }

    private static Tensor moved(Tensor tensor, SplittableRandom random) {
        float[] values = tensor.toArray();
        IntStream.range(0, values.length).forEach(i -> values[i] += (float) random.nextDouble(0.2));
        return Tensor.of(tensor.shape(), values);
    }

    /** @param gain of the variance; with 2, what rectifications put out keeps its size (He and others, 2015) */
    private static Tensor drawn(Shape kernel, boolean isDepthwise, double gain, SplittableRandom random) {
        int inputs = kernel.dimension(0) * kernel.dimension(1) * (isDepthwise ? 1 : kernel.dimension(2));
        double most = Math.sqrt(3 * gain / inputs);
        float[] values = new float[kernel.elements()];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextDouble(-most, most));
        return Tensor.of(kernel, values);
    }

    private static float[] difference(float[] one, float[] other) {
        float[] difference = one.clone();
        IntStream.range(0, one.length).forEach(i -> difference[i] -= other[i]);
        return difference;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
