// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.application.MobileNetV2;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integer graphs in the real runtime. */
class IntegerGraphsTest {
    private static final long SEED = 5;

    @ParameterizedTest
    @CsvSource({
        "mnist_keras, int8, INT8",
        "mnist_keras, int8_fio, FLOAT32",
        "mnist_keras, int8_u8io, UINT8",
        "mnist_softmax, int8, INT8",
        "mnist_softmax, int8_fio, FLOAT32",
        "mnist_softmax, int8_u8io, UINT8",
        "mobile_big, int8, INT8",
        "mobile_big, int8_fio, FLOAT32",
        "mobile_big, int8_u8io, UINT8"
    })
    void graphsCalibratedOnTheGoldenInputsAnswerLikeThoseOfGooglesConverter(
            String name, String variant, io.espalier.lite.schema.TensorType boundary) throws IOException {
        Path file = Golden.file(name + "/" + variant + ".tflite");
        Graph golden = GraphReader.read(file);
        Graph floats = GraphReader.read(Golden.file(name + "/float.tflite"));
        float[] x = Golden.floats(name + "/x.npy");

        Graph ours = IntegerQuantizer.of(
                        IntegerOptions.INT8.withBoundary(boundary, boundary).withStrict(true))
                .quantize(floats, ExposedRanges.of(floats, x));

        assertThat(GraphWriter.toBytes(ours).length).isLessThan((int) Files.size(file));
        float[] actual = RealNumbers.first(ours, x);
        float[] expected = RealNumbers.first(golden, x);
        float step = outputScale(golden);
        int near = 0;
        for (int place = 0; place < expected.length; place++) {
            near += Math.abs(actual[place] - expected[place]) <= step * 1.001f ? 1 : 0;
        }
        assertThat((double) near / expected.length).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void sixteenBitActivationsAreNearerToFloatThanEightBitOnes(String name) throws IOException {
        Graph floats = GraphReader.read(Golden.file(name + "/float.tflite"));
        float[] x = Golden.floats(name + "/x.npy");
        TensorRanges ranges = ExposedRanges.of(floats, x);
        float[] exact = RealNumbers.first(floats, x);

        float[] int8 =
                RealNumbers.first(IntegerQuantizer.of(IntegerOptions.INT8).quantize(floats, ranges), x);
        float[] int16 = RealNumbers.first(
                IntegerQuantizer.of(IntegerOptions.INT16X8.withStrict(true)).quantize(floats, ranges), x);

        assertThat(squaredError(int16, exact)).isLessThan(squaredError(int8, exact));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void kernelsTakeAllKindsOfLayers(Granularity granularity) {
        Graph floats = Converter.convert(everyKindOfLayer());
        float[] x = random(8 * 8 * 8 * 3);
        float[] exact = RealNumbers.first(floats, x);
        TensorRanges ranges = ExposedRanges.of(floats, x);

        for (IntegerOptions options : new IntegerOptions[] {IntegerOptions.INT8, IntegerOptions.INT16X8}) {
            Graph quantized = IntegerQuantizer.of(
                            options.withWeights(granularity).withStrict(true))
                    .quantize(floats, ranges);
            assertThat(Math.sqrt(squaredError(RealNumbers.first(quantized, x), exact) / exact.length))
                    .as(options.activations() + " seed " + SEED)
                    .isLessThan(0.01);
        }
    }

    /** Their activations shrink from layer to layer: in steps of 16 bits, 6 lies beyond all of 32. */
    @ParameterizedTest
    @MethodSource("untrainedMobileNets")
    void netsWithSmallActivationsBehindClampsRunInSixteenBits(Model model) {
        Graph floats = Converter.convert(model);
        float[] x = random(4 * 32 * 32 * 3);
        float[] exact = RealNumbers.first(floats, x);

        Graph quantized = IntegerQuantizer.of(IntegerOptions.INT16X8.withStrict(true))
                .quantize(floats, ExposedRanges.of(floats, x));

        // A few of the smallest steps that there are.
        assertThat(RealNumbers.first(quantized, x)).containsExactly(exact, within(4 * 0.5e-6f / Short.MAX_VALUE));
    }

    static Stream<Model> untrainedMobileNets() {
        Head features = new Head.AveragePooled();
        return Stream.of(
                new MobileNetV1(0.25).build(Size.square(32), features, SEED),
                new MobileNetV2(0.35).build(Size.square(32), features, SEED));
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite",
                "tflite/aiedge_quantizer/conv_fc_mnist.tflite",
                "tflite/aiedge_quantizer/branching_conv_fc.tflite"
            })
    void graphsThatOthersMadeStayNear(String name) throws IOException {
        Graph floats = GraphReader.read(Assets.file(name));
        int example = Math.toIntExact(
                floats.main().tensor(floats.main().inputs().get(0)).elements());
        float[] x = random(4 * example);

        Graph quantized =
                IntegerQuantizer.of(IntegerOptions.INT8.withStrict(true)).quantize(floats, ExposedRanges.of(floats, x));

        float[] exact = RealNumbers.first(floats, x);
        assertThat(Math.sqrt(squaredError(RealNumbers.first(quantized, x), exact) / exact.length))
                .as("seed " + SEED)
                .isLessThan(0.05);
    }

    private static Model everyKindOfLayer() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(8, 8, 3);
        SymbolicTensor stem =
                builder.apply(Conv2D.of(6, 3).withPadding(Padding.SAME).withActivation(ActivationFunction.RELU), input);
        SymbolicTensor gate = builder.apply(Conv2D.of(6, 1).withActivation(ActivationFunction.SIGMOID), stem);
        SymbolicTensor other = builder.apply(
                DepthwiseConv2D.of(3).withPadding(Padding.SAME).withActivation(ActivationFunction.TANH), stem);
        SymbolicTensor both = builder.apply(new Concatenate(), gate, other, stem);
        SymbolicTensor sum = builder.apply(
                new Add(), builder.apply(MaxPooling2D.of(2), both), builder.apply(AveragePooling2D.of(2), both));
        SymbolicTensor means = builder.apply(new GlobalAveragePooling2D(), sum);
        SymbolicTensor squeezed = builder.apply(Dense.of(18).withActivation(ActivationFunction.SIGMOID), means);
        SymbolicTensor excited = builder.apply(ReLU.unbounded(), builder.apply(new Multiply(), squeezed, sum));
        SymbolicTensor sequence = builder.apply(
                BatchNormalization.defaults(),
                builder.apply(Conv1D.of(8, 3), builder.apply(Reshape.to(16, 18), excited)));
        SymbolicTensor causal = builder.apply(
                Conv1D.of(8, 3)
                        .withDilation(2)
                        .withPadding(TemporalPadding.CAUSAL)
                        .withActivation(ActivationFunction.TANH),
                sequence);
        SymbolicTensor flat = builder.apply(new Flatten(), builder.apply(new Multiply(), causal, sequence));
        SymbolicTensor output = builder.apply(new Softmax(), builder.apply(Dense.of(10), flat));
        return builder.build(3, output);
    }

    private static float outputScale(Graph golden) {
        int output = golden.main().outputs().get(0);
        io.espalier.lite.Quantization stored = golden.main().tensor(output).quantization();
        if (!stored.scales().isEmpty()) {
            return stored.scales().get(0);
        }
        // A float output comes from a DEQUANTIZE of what was one.
        Operator last = golden.main().operators().get(golden.main().operators().size() - 1);
        assertThat(last.code()).isEqualTo(OperatorCode.of(BuiltinOperator.DEQUANTIZE, 2));
        return golden.main()
                .tensor(last.inputs().get(0))
                .quantization()
                .scales()
                .get(0);
    }

    private static double squaredError(float[] actual, float[] expected) {
        double sum = 0;
        for (int place = 0; place < expected.length; place++) {
            double error = actual[place] - expected[place];
            sum += error * error;
        }
        return sum;
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[count];
        for (int place = 0; place < count; place++) {
            values[place] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
