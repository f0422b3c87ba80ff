// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.base.Scaling;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.runtime.calibrate.Calibrator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sequential nets of random weights for pictures of 8 by 8 by 3, and examples for them. */
final class RandomNets {
    static final int EXAMPLE = 8 * 8 * 3;

    private static final List<BuiltinOperator> WEIGHTED =
            List.of(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.FULLY_CONNECTED);

    private RandomNets() {}

    /** Of a few layers of random kinds. */
    static Graph any(SplittableRandom random) {
        List<Layer> layers = new ArrayList<>();
        int count = random.nextInt(2, 7);
        for (int i = 0; i < count; i++) {
            layers.add(layer(random));
        }
        if (random.nextInt(3) == 0) {
            addSequence(layers, random);
        }
        layers.add(random.nextBoolean() ? new Flatten() : new GlobalAveragePooling2D());
        layers.add(Dense.of(6).withActivation(activation(random)));
        layers.add(Dense.of(4));
        return graph(layers, random);
    }

    /** A convolution of the pixels one after the other. */
    private static void addSequence(List<Layer> layers, SplittableRandom random) {
        Shape shape = Shape.of(8, 8, 3);
        for (Layer layer : layers) {
            shape = layer.outputShape(List.of(shape));
        }
        int filters = random.nextInt(1, 9);
        TemporalPadding padding = random.nextBoolean() ? TemporalPadding.SAME : TemporalPadding.CAUSAL;
        layers.add(Reshape.to(-1, shape.channels()));
        layers.add(Conv1D.of(filters, 3).withPadding(padding).withActivation(activation(random)));
        layers.add(Reshape.to(shape.dimension(0), shape.dimension(1), filters));
    }

    private static Layer layer(SplittableRandom random) {
        int filters = random.nextInt(1, 9);
        return switch (random.nextInt(9)) {
            case 0, 1 -> Conv2D.of(filters, 3).withPadding(Padding.SAME).withActivation(activation(random));
            case 2, 3 -> Conv2D.of(filters, 1).withActivation(activation(random));
            case 4, 5 ->
                DepthwiseConv2D.of(3)
                        .withPadding(Padding.SAME)
                        .withDepthMultiplier(random.nextInt(1, 3))
                        .withActivation(activation(random));
            case 6 -> random.nextBoolean() ? ReLU.unbounded() : ReLU.max(6);
            case 7 ->
                random.nextBoolean()
                        ? MaxPooling2D.of(3).withStrides(1).withPadding(Padding.SAME)
                        : AveragePooling2D.of(2).withStrides(1).withPadding(Padding.SAME);
            default -> ZeroPadding2D.of(1);
        };
    }

    private static ActivationFunction activation(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> ActivationFunction.RELU6;
            case 1 -> ActivationFunction.TANH;
            case 2 -> ActivationFunction.LINEAR;
            default -> ActivationFunction.RELU;
        };
    }

    /** Of layers like those of a MobileNet. */
    static Graph separable(SplittableRandom random) {
        ActivationFunction relu = ActivationFunction.RELU;
        return graph(
                List.of(
                        Conv2D.of(16, 3).withPadding(Padding.SAME).withActivation(relu),
                        DepthwiseConv2D.of(3).withPadding(Padding.SAME).withActivation(relu),
                        Conv2D.of(24, 1).withActivation(relu),
                        DepthwiseConv2D.of(3).withPadding(Padding.SAME).withActivation(relu),
                        Conv2D.of(32, 1).withActivation(relu),
                        new GlobalAveragePooling2D(),
                        Dense.of(10)),
                random);
    }

    static Graph graph(List<Layer> layers, SplittableRandom random) {
        SequentialBuilder builder = Model.sequential().input(8, 8, 3);
        layers.forEach(builder::add);
        Model model = builder.build(random.nextLong());
        return Converter.convert(model.withWeights(model.weights().map((key, weight) -> {
            float[] values = weight.toArray();
            for (int i = 0; i < values.length && key.weight().equals("bias"); i++) {
                values[i] = (float) random.nextDouble(-0.1, 0.1);
            }
            return io.espalier.model.tensor.Tensor.of(weight.shape(), values);
        })));
    }

    /**
     * The same function to the last bit: what a channel between two layers carries is multiplied by a power of two, from 1/32 to 32, and
     * what follows divides by it. For graphs in which only RELU, if anything, is between layers.
     */
    static Graph wild(Graph graph, SplittableRandom random) {
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        List<Operator> weighted = main.operators().stream()
                .filter(operator -> WEIGHTED.contains(operator.code().builtin()))
                .toList();
        for (int i = 0; i + 1 < weighted.size(); i++) {
            Operator first = weighted.get(i);
            int channels = tensors.get(first.inputs().get(2)).shape().get(0);
            float[] factors = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                factors[channel] = (float) Math.pow(2, random.nextInt(-5, 6));
            }
            boolean isDepthwise = first.is(BuiltinOperator.DEPTHWISE_CONV_2D);
            multiply(tensors, first.inputs().get(1), factors, isDepthwise);
            multiply(tensors, first.inputs().get(2), factors, true);
            for (int channel = 0; channel < channels; channel++) {
                factors[channel] = 1 / factors[channel];
            }
            multiply(tensors, weighted.get(i + 1).inputs().get(1), factors, true);
        }
        return graph.withMain(main.withTensors(tensors));
    }

    private static void multiply(List<Tensor> tensors, int index, float[] factors, boolean alongLast) {
        Tensor tensor = tensors.get(index);
        FloatBuffer before = tensor.buffer().asFloats();
        float[] after = new float[before.limit()];
        int stride = alongLast ? 1 : after.length / factors.length;
        for (int place = 0; place < after.length; place++) {
            after[place] = before.get(place) * factors[place / stride % factors.length];
        }
        tensors.set(index, tensor.withBuffer(Buffer.ofFloats(after)));
    }

    /** Pictures that differ in colour and brightness, with noise. */
    static float[] examples(int count, SplittableRandom random) {
        float[] x = new float[count * EXAMPLE];
        for (int example = 0; example < count; example++) {
            double[] colour = {random.nextDouble(-1, 1), random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
            double noise = random.nextDouble(0.1, 1);
            for (int i = 0; i < EXAMPLE; i++) {
                x[example * EXAMPLE + i] = (float) (colour[i % 3] + noise * random.nextDouble(-1, 1));
            }
        }
        return x;
    }

    /** Those examples to calibrate with. */
    static Calibrator data(float... x) {
        ByteBuffer features = ByteBuffer.allocate(x.length * Float.BYTES).order(ByteOrder.nativeOrder());
        features.asFloatBuffer().put(x);
        int count = x.length / EXAMPLE;
        return Calibrator.of(new Examples(
                "random pictures",
                count,
                ElementSpec.of(ElementType.FLOAT32, 8, 8, 3),
                ElementSpec.of(ElementType.INT32),
                Scaling.IDENTITY,
                features,
                ByteBuffer.allocate(count * Integer.BYTES)));
    }

    /** Signal to noise in dB: what outputs vary between examples, against how far they are from what they should be. */
    static double signalToNoise(float[] expected, float[] actual, int outputs) {
        double signal = 0;
        double noise = 0;
        for (int output = 0; output < outputs; output++) {
            double mean = 0;
            for (int place = output; place < expected.length; place += outputs) {
                mean += expected[place] * (double) outputs / expected.length;
            }
            for (int place = output; place < expected.length; place += outputs) {
                signal += (expected[place] - mean) * (expected[place] - mean);
                noise += (actual[place] - (double) expected[place]) * (actual[place] - expected[place]);
            }
        }
        return 10 * Math.log10(signal / noise);
    }
}
