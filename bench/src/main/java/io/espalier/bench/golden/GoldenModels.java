// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.bench.Networks;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.data.Scaling;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.Padding;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The golden models in Keras's language, with the weights that Google's converter wrote into their float.tflite. */
final class GoldenModels {
    static final List<String> NAMES = List.of("mnist_keras", "mnist_softmax", "mobile_big");

    private GoldenModels() {}

    static Model read(String name) throws IOException {
        Model architecture = switch (name) {
            case "mnist_keras" -> Networks.labLogits(7);
            case "mnist_softmax" -> Networks.lab(7);
            case "mobile_big" -> mobile();
            default -> throw new IllegalArgumentException(name);
        };
        Graph graph = GraphReader.read(Golden.file(name + "/float.tflite"));
        return architecture.withWeights(weights(architecture, graph));
    }

    /** What Google's converter was calibrated on, labelled with the classes that TensorFlow names. */
    static Dataset examples(String name) {
        NumericArray inputs = NpyFile.read(Golden.file(name + "/x.npy"));
        NumericArray answers = NpyFile.read(Golden.file(name + "/y.npy"));
        int classes = answers.shape().get(1);
        float[] numbers = new float[answers.shape().get(0) * classes];
        answers.data().asFloatBuffer().get(numbers);
        Predictions predictions = Predictions.of(classes, numbers);
        ByteBuffer labels =
                ByteBuffer.allocate(predictions.size() * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < predictions.size(); i++) {
            labels.putInt(predictions.predictedClass(i));
        }
        NumericArray targets = new NumericArray(ElementType.INT32, List.of(predictions.size()), labels.flip());
        return new ArrayDataset(name, inputs.rows(), targets.rows(), Scaling.IDENTITY, List.of());
    }

    private static Model mobile() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor image = graph.input(32, 32, 3);
        SymbolicTensor stem = graph.apply(
                "stem", Conv2D.of(32, 3).strides(2).padding(Padding.SAME).activation(ActivationFunction.RELU6), image);
        SymbolicTensor expand = graph.apply("expand", Conv2D.of(192, 1).activation(ActivationFunction.RELU6), stem);
        SymbolicTensor depthwise = graph.apply(
                "depthwise", DepthwiseConv2D.of(3).padding(Padding.SAME).activation(ActivationFunction.RELU6), expand);
        SymbolicTensor project = graph.apply("project", Conv2D.of(32, 1), depthwise);
        SymbolicTensor pooled = graph.apply(new GlobalAveragePooling2D(), graph.apply(new Add(), stem, project));
        SymbolicTensor logits = graph.apply("fc", Dense.of(100), pooled);
        return graph.build(7, graph.apply(Activation.of(ActivationFunction.SOFTMAX), logits));
    }

    /** The weights of the operators that have any, in order, put back into Keras's layout. */
    private static Weights weights(Model architecture, Graph graph) {
        List<float[]> kernels = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (Operator operator : graph.main().operators()) {
            boolean depthwise = operator.is(BuiltinOperator.DEPTHWISE_CONV_2D);
            if (depthwise || operator.is(BuiltinOperator.CONV_2D) || operator.is(BuiltinOperator.FULLY_CONNECTED)) {
                var kernel = graph.main().tensor(operator.inputs().get(1));
                float[] values = values(kernel.buffer().asFloats());
                kernels.add(
                        depthwise
                                ? values
                                : firstAxisLast(values, kernel.shape().get(0)));
                biases.add(values(
                        graph.main().tensor(operator.inputs().get(2)).buffer().asFloats()));
            }
        }
        Map<WeightKey, Tensor> weights = new TreeMap<>();
        int[] next = {0, 0};
        architecture.weights().forEach((key, initial) -> {
            float[] values = key.weight().equals("bias") ? biases.get(next[1]++) : kernels.get(next[0]++);
            weights.put(key, Tensor.of(initial.shape(), values));
        });
        return Weights.of(weights);
    }

    private static float[] firstAxisLast(float[] values, int first) {
        float[] moved = new float[values.length];
        int rest = values.length / first;
        for (int i = 0; i < values.length; i++) {
            moved[i % rest * first + i / rest] = values[i];
        }
        return moved;
    }

    private static float[] values(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
