// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.AveragePooling2D;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Concatenate;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Padding;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Size;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random models over all layers and their options, with branches, and with weights that are all different. */
final class RandomModels {
    private static final ActivationFunction[] ACTIVATIONS = ActivationFunction.values();

    private final SplittableRandom random;
    private final FunctionalBuilder graph = Model.functional();

    private RandomModels(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A tensor within the model, and its shape. */
    private record Value(SymbolicTensor tensor, Shape shape) {}

    static Model of(long seed) {
        return new RandomModels(seed).model(seed);
    }

    private Model model(long seed) {
        Shape shape = Shape.of(between(6, 12), between(6, 12), between(1, 5));
        List<Value> values = new ArrayList<>();
        values.add(new Value(graph.input(shape.toArray()), shape));
        int layers = between(2, 8);
        for (int i = 0; i < layers; i++) {
            // Often the last, so that chains form; sometimes an older one, so that there are branches.
            Value value = random.nextInt(4) == 0 ? any(values) : values.get(values.size() - 1);
            values.add(random.nextInt(4) == 0 ? merged(value, values) : applied(pictureLayer(value.shape()), value));
        }
        Value picture = values.get(values.size() - 1);
        Value row = random.nextBoolean()
                ? applied(new Flatten(), picture)
                : random.nextBoolean()
                        ? applied(new GlobalAveragePooling2D(), picture)
                        : applied(Reshape.to(-1, picture.shape().dimension(1)), picture);
        Value head = applied(dense(), row);
        if (random.nextBoolean()) {
            head = applied(BatchNormalization.defaults(), head);
        }
        head = random.nextBoolean() ? applied(new Softmax(), head) : applied(dense(), head);
        Model model = graph.build(seed, head.tensor());
        return model.withWeights(model.weights().map(this::anew));
    }

    private Layer pictureLayer(Shape shape) {
        int smaller = Math.min(shape.dimension(0), shape.dimension(1));
        int side = between(1, Math.min(3, smaller));
        Padding padding = random.nextBoolean() ? Padding.SAME : Padding.VALID;
        int stride = smaller > 4 ? between(1, 2) : 1;
        int dilation = stride == 1 && (padding == Padding.SAME || smaller > 5) ? between(1, 2) : 1;
        return switch (random.nextInt(12)) {
            case 0, 1 -> {
                Conv2D layer = new Conv2D(
                        between(1, 6),
                        new Size(side, between(1, side)),
                        Size.square(stride),
                        padding,
                        Size.square(dilation),
                        activation(),
                        random.nextBoolean());
                yield layer;
            }
            case 2, 3 ->
                new DepthwiseConv2D(
                        Size.square(side),
                        Size.square(stride),
                        padding,
                        between(1, 2),
                        Size.square(dilation),
                        activation(),
                        random.nextBoolean());
            case 4 -> new MaxPooling2D(Size.square(side), Size.square(stride), padding);
            case 5 -> new AveragePooling2D(Size.square(side), Size.square(stride), padding);
            case 6, 7 ->
                new BatchNormalization(
                        0.99f, 0.001f + random.nextInt(2) * 0.1f, random.nextBoolean(), random.nextBoolean());
            case 8 -> random.nextBoolean() ? ReLU.unbounded() : ReLU.max(random.nextBoolean() ? 6 : 0.75f);
            case 9 -> Activation.of(activation());
            case 10 -> new ZeroPadding2D(between(0, 2), between(0, 2), between(0, 2), between(0, 2));
            default -> random.nextBoolean() ? new Dropout(0.3f) : dense();
        };
    }

    private Dense dense() {
        return new Dense(between(2, 7), activation(), random.nextBoolean());
    }

    private Value merged(Value value, List<Value> values) {
        List<SymbolicTensor> same = new ArrayList<>();
        for (Value other : values) {
            if (other.shape().equals(value.shape())) {
                same.add(other.tensor());
            }
        }
        SymbolicTensor[] inputs = same.size() > 1
                ? same.toArray(SymbolicTensor[]::new)
                : new SymbolicTensor[] {value.tensor(), value.tensor()};
        Layer layer = random.nextBoolean() ? new Add() : new Concatenate();
        List<Shape> shapes =
                List.of(inputs).stream().map(input -> value.shape()).toList();
        return new Value(graph.apply(layer, inputs), layer.outputShape(shapes));
    }

    private Value applied(Layer layer, Value value) {
        return new Value(graph.apply(layer, value.tensor()), layer.outputShape(List.of(value.shape())));
    }

    private Tensor anew(WeightKey key, Tensor initial) {
        if (key.weight().endsWith("kernel")) {
            return initial;
        }
        boolean positive =
                key.weight().equals("moving_variance") || key.weight().equals("gamma");
        float[] values = new float[initial.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (positive ? random.nextDouble(0.3, 1.7) : random.nextDouble(-0.5, 0.5));
        }
        return Tensor.of(initial.shape(), values);
    }

    private ActivationFunction activation() {
        return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
    }

    private Value any(List<Value> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
