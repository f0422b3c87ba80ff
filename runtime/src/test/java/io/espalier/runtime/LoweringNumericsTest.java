// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.rewrite.Stages;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoweringNumericsTest {
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void goldenModelsGiveWhatTensorFlowGave(String name) throws IOException {
        Model model = KerasFiles.read(Golden.file(name + "/model.h5"));
        float[] x = Golden.floats(name + "/x.npy");
        float[] y = Golden.floats(name + "/y.npy");

        Graph graph = Converter.convert(model);

        assertThat(Running.run(graph, x)).containsExactly(y, within(1e-5f));
    }

    /** In Google's order of operators: dynamic range rounds what comes in, which is another tensor where the mean is taken early. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void dynamicRangeGraphsAnswerLikeThoseOfGooglesConverter(String name) throws IOException {
        float[] x = Golden.floats(name + "/x.npy");
        Graph golden = GraphReader.read(Golden.file(name + "/dynamic.tflite"));

        Model model = KerasFiles.read(Golden.file(name + "/model.h5"));
        Graph ours = DynamicRangeQuantizer.HYBRID_THROUGHOUT.quantize(
                Stages.run(Stages.OPTIMIZE, ModelLowering.lower(model)));

        assertThat(Running.run(ours, x)).containsExactly(Running.run(golden, x), within(1e-5f));
    }

    /** Layers with weights of 1,024 elements or more, and one, two or many output channels. */
    static Stream<Layer> weightedLayers() {
        return Stream.of(
                Dense.of(1),
                Dense.of(2),
                Dense.of(40),
                Conv2D.of(1, 6).withPadding(Padding.SAME),
                Conv2D.of(2, 5),
                Conv2D.of(40, 3).withPadding(Padding.SAME).withStrides(2),
                DepthwiseConv2D.of(6).withPadding(Padding.SAME),
                DepthwiseConv2D.of(4).withDepthMultiplier(2).withStrides(2));
    }

    @ParameterizedTest
    @MethodSource("weightedLayers")
    void hybridKernelsTakeWhatTheQuantizerMakes(Layer layer) {
        int channels = layer instanceof Dense ? 1200 : 32;
        Model model = Model.sequential().input(7, 7, channels).add(layer).build(5);
        float[] x = random(3 * 7 * 7 * channels);

        Graph quantized =
                Converter.of(model).withRecipe(Recipe.named("dynamic")).convert();

        assertThat(quantized.main().tensors())
                .anyMatch(tensor -> tensor.type() == io.espalier.lite.schema.TensorType.INT8);
        float[] exact = Running.run(Converter.convert(model), x);
        assertThat(Running.run(quantized, x)).containsExactly(exact, within(0.03f));
    }

    @Test
    void severalInputsAndOutputsRunInBatches() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.input(2);
        SymbolicTensor right = builder.input(2);
        SymbolicTensor sum = builder.apply(new Add(), left, right, left);
        Model model = builder.build(1, builder.apply(ReLU.max(3), sum), sum);

        List<float[]> outputs = Running.run(
                Converter.convert(model),
                InterpreterOptions.DEFAULTS,
                List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {-10, 0, 0, 0, -10.5f, 0}));

        assertThat(outputs.get(0)).containsExactly(0, 3, 3, 3, 0, 3);
        assertThat(outputs.get(1)).containsExactly(-8, 4, 6, 8, -0.5f, 12);
    }

    /** (x / 255 - mean) / deviation, in float and in int8 throughout. */
    @Test
    void scaledAndNormalizedPicturesAreRightInFloatAndInInt8() {
        Model model = Model.sequential()
                .input(1, 1, 2)
                .add(Rescaling.of(1 / 255f, 0))
                .add(new Normalization())
                .build(1);
        Model normalizing = model.withWeights(model.weights().map((key, weight) -> switch (key.weight()) {
            case "mean" -> Tensor.of(weight.shape(), 0.25f, 0.5f);
            case "variance" -> Tensor.of(weight.shape(), 0.25f, 0.0625f);
            default -> weight;
        }));
        float[] x = {0, 0, 255, 255, 51, 102};
        float[] expected = {-0.5f, -2, 1.5f, 2, -0.1f, -0.4f};

        Graph floats = Converter.convert(normalizing);
        Graph integers =
                IntegerQuantizer.of(IntegerOptions.INT8.withStrict(true)).quantize(floats, ExposedRanges.of(floats, x));

        assertThat(Running.run(floats, x)).containsExactly(expected, within(1e-6f));
        assertThat(RealNumbers.first(integers, x)).containsExactly(expected, within(0.03f));
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(11);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
