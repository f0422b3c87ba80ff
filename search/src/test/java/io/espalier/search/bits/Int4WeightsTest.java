// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.array.ArrayDataset;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.tensor.Shape;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Int4 weights beside int8 activations in the real runtime. */
class Int4WeightsTest {
    /** Kernels of XNNPACK and plain ones round sums differently now and then, and the softmax passes that on. */
    private static final float STEPS = 3 / 256f;

    private static Tensor widened(Tensor tensor) {
        if (tensor.type() != TensorType.INT4) {
            return tensor;
        }
        byte[] integers = new byte[Math.toIntExact(tensor.elements())];
        for (int place = 0; place < integers.length; place++) {
            int two = tensor.buffer().get(place / 2);
            integers[place] = (byte) (place % 2 == 0 ? (byte) (two << 4) >> 4 : two >> 4);
        }
        return tensor.withType(TensorType.INT8).withBuffer(Buffer.ofBytes(integers));
    }

    private static Graph widened(Graph graph) {
        return graph.withMain(graph.main()
                .withTensors(graph.main().tensors().stream()
                        .map(Int4WeightsTest::widened)
                        .toList()));
    }

    private static Predictions answers(Graph graph, Dataset examples, boolean xnnpack) {
        return Inference.predict(
                TfliteModel.of("the graph", graph), examples, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack));
    }

    @ParameterizedTest
    @CsvSource({"RESIDUAL, true", "RESIDUAL, false", "DEPTHWISE, true", "DEPTHWISE, false"})
    void theyAnswerAsTheSameIntegersInInt8(TinyNetworks network, boolean xnnpack) {
        Dataset examples = network.examples(40);
        Recipe recipe = Recipe.named("int8").withRule(Rule.of(".", null, Method.INT8X4));

        Graph small =
                Quantizer.of(recipe).withCalibration(Calibrator.of(examples)).quantize(network.graph());
        Graph wide = widened(small);

        assertThat(small.main().tensors().stream()
                        .filter(tensor -> tensor.type() == TensorType.INT4)
                        .count())
                .isEqualTo(4);
        assertThat(answers(small, examples, xnnpack).maxDifference(answers(wide, examples, xnnpack)))
                .isLessThanOrEqualTo(STEPS);
    }

    /**
     * A layer with one output channel, so that its weights have one scale.
     *
     * @param weights that a rule gets which asks for int4
     */
    private record OneChannel(Layer layer, TensorType weights, Shape shape) {
        @Override
        public String toString() {
            return layer.kind();
        }

        Graph graph() {
            FunctionalBuilder builder = Model.functional();
            return Converter.convert(builder.build(1, builder.apply("last", layer, builder.input(shape.toArray()))));
        }

        Dataset examples() {
            List<Integer> all = new ArrayList<>(shape.dimensions());
            all.add(0, 40);
            return ArrayDataset.unlabelled("numbers", TinyNetworks.numbers(all, new SplittableRandom(1)));
        }
    }

    private static Stream<OneChannel> layersOfOneChannel() {
        return Stream.of(
                new OneChannel(Conv2D.of(1, 3), TensorType.INT4, Shape.of(9, 9, 8)),
                new OneChannel(DepthwiseConv2D.of(3), TensorType.INT4, Shape.of(9, 9, 1)),
                new OneChannel(Conv1D.of(1, 3), TensorType.INT4, Shape.of(9, 8)),
                // The kernels of these two take no int4.
                new OneChannel(Conv2DTranspose.of(1, 3), TensorType.INT8, Shape.of(9, 9, 8)),
                new OneChannel(Conv3D.of(1, 3), TensorType.FLOAT32, Shape.of(5, 5, 5, 4)),
                // XNNPACK does not prepare it in int4.
                new OneChannel(Dense.of(1), TensorType.INT8, Shape.of(8)));
    }

    @ParameterizedTest
    @MethodSource("layersOfOneChannel")
    void aLayerOfOneOutputChannelRunsWithAllKernels(OneChannel kind) {
        Dataset examples = kind.examples();
        Recipe recipe = Recipe.named("int8").withRule(Rule.of(".", null, Method.INT8X4));

        Graph small =
                Quantizer.of(recipe).withCalibration(Calibrator.of(examples)).quantize(kind.graph());

        assertThat(small.main().tensors().stream()
                        .filter(tensor ->
                                !tensor.buffer().isEmpty() && tensor.shape().size() > 1)
                        .map(Tensor::type))
                .containsExactly(kind.weights);
        Predictions expected = answers(widened(small), examples, false);
        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(answers(small, examples, xnnpack).maxDifference(expected))
                    .as("XNNPACK " + xnnpack)
                    .isLessThanOrEqualTo(0.1f);
        }
    }
}
