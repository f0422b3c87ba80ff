// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.FixedBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks and single layers, each with a batch of 1, in the forms that recipes give them. */
final class Networks {
    private static final int SAMPLES = 8;

    private Networks() {}

    /** The lab's network for digits. */
    static Graph digits() {
        return fixed(Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(42));
    }

    /** A network for photographs of 32 by 32 pixels and five classes. */
    static Graph photographs() {
        return fixed(photographClassifier());
    }

    static Model photographClassifier() {
        return Model.sequential()
                .input(32, 32, 3)
                .add(Conv2D.of(8, 3).withStrides(2).withPadding(Padding.SAME).withActivation(ActivationFunction.RELU))
                .add(DepthwiseConv2D.of(3).withPadding(Padding.SAME).withActivation(ActivationFunction.RELU))
                .add(Conv2D.of(16, 1).withActivation(ActivationFunction.RELU))
                .add(new GlobalAveragePooling2D())
                .add(Dense.of(5).withActivation(ActivationFunction.SOFTMAX))
                .build(7);
    }

    /** Without a dense layer: five maps. */
    static Graph convolutions() {
        return fixed(Model.sequential()
                .input(16, 16, 3)
                .add(Conv2D.of(8, 3).withStrides(2).withActivation(ActivationFunction.RELU))
                .add(DepthwiseConv2D.of(3).withActivation(ActivationFunction.RELU))
                .add(Conv2D.of(5, 1))
                .build(3));
    }

    /** A dense layer of 6 units with a bias, behind an input of 4 numbers. */
    static Graph dense() {
        return fixed(Model.sequential().input(4).add(Dense.of(6)).build(9));
    }

    /** Layers by name, each alone behind an input of 8 by 8 by 4. */
    static Map<String, Graph> layers() {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("conv", Conv2D.of(6, 3));
        layers.put("conv same", Conv2D.of(6, 3).withPadding(Padding.SAME).withStrides(2));
        layers.put("depthwise", DepthwiseConv2D.of(3));
        layers.put("transposed conv", Conv2DTranspose.of(3, 2).withStrides(2));
        layers.put("max pool", MaxPooling2D.of(2));
        layers.put("average pool", AveragePooling2D.of(2));
        layers.put("average pool same", AveragePooling2D.of(3).withStrides(1).withPadding(Padding.SAME));
        layers.put("global average", new GlobalAveragePooling2D());
        layers.put("padding", ZeroPadding2D.of(1));
        layers.put("nearest", UpSampling2D.of(2));
        for (ActivationFunction function : List.of(
                ActivationFunction.RELU,
                ActivationFunction.SIGMOID,
                ActivationFunction.TANH,
                ActivationFunction.ELU,
                ActivationFunction.HARD_SWISH,
                ActivationFunction.GELU,
                ActivationFunction.EXPONENTIAL)) {
            layers.put(function.name(), Activation.of(function));
        }
        Map<String, Graph> graphs = new LinkedHashMap<>();
        layers.forEach((name, layer) -> graphs.put(
                name, fixed(Model.sequential().input(8, 8, 4).add(layer).build(5))));
        return graphs;
    }

    /** A graph quantized by a recipe, small weights too, which is calibrated with inputs from -1 to 1 if it asks for that. */
    static Graph quantized(Graph graph, Recipe recipe) {
        Quantizer quantizer = Quantizer.of(recipe.withLeastElements(1));
        return recipe.takesCalibration()
                ? quantizer.withCalibration(calibrator(graph)).quantize(graph)
                : quantizer.quantize(graph);
    }

    private static Calibrator calibrator(Graph graph) {
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            Values values = floats(graph, sample);
            samples.add(Map.of(input.name(), new SampleInput(values.shape(), values.toBytes())));
        }
        return Calibrator.ofSamples(samples);
    }

    private static Values floats(Graph graph, long seed) {
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        return Values.random(seed, -1, 1, input.shape().stream().boxed().toArray(Integer[]::new));
    }

    /** An input from -1 to 1 in the type that the graph takes. */
    static Values input(Graph graph) {
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        Values floats = floats(graph, 99);
        return input.type() == TensorType.FLOAT32 ? floats : stored(floats, input);
    }

    private static Values stored(Values floats, Tensor tensor) {
        Quantization quantization = tensor.quantization();
        int least = tensor.type() == TensorType.UINT8 ? 0 : Byte.MIN_VALUE;
        float[] stored = floats.numbers().toArray();
        for (int i = 0; i < stored.length; i++) {
            float exact = stored[i] / quantization.scales().get(0)
                    + quantization.zeroPoints().get(0);
            stored[i] = Math.max(least, Math.min(least + 255, Math.round(exact)));
        }
        return new Values(tensor.type(), floats.shape(), Floats.of(stored));
    }

    /** The graph of a model for one example at a time. Biases, which are zero at first, become something that one would miss. */
    static Graph fixed(Model model) {
        Weights biased = model.weights().map((key, value) -> key.weight().endsWith("bias") ? biases(value) : value);
        return FixedBatch.of("the network", Converter.convert(model.withWeights(biased)), 1);
    }

    private static io.espalier.model.tensor.Tensor biases(io.espalier.model.tensor.Tensor zeros) {
        float[] values = new float[zeros.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f * (i % 5 - 2);
        }
        return io.espalier.model.tensor.Tensor.of(zeros.shape(), values);
    }
}
