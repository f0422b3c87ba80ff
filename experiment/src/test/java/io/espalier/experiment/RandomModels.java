// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
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
            values.add(next(value, values));
        }
        Value picture = values.get(values.size() - 1);
        Value row = random.nextBoolean()
                ? applied(new Flatten(), picture)
                : random.nextBoolean()
                        ? globallyPooled(picture)
                        : applied(Reshape.to(-1, picture.shape().dimension(1)), picture);
        Value head = applied(dense(), row);
        if (random.nextBoolean()) {
            head = applied(BatchNormalization.defaults(), head);
        }
        head = random.nextBoolean() ? applied(new Softmax(), head) : applied(dense(), head);
        Model model = graph.build(seed, head.tensor());
        return model.withWeights(model.weights().map(this::anew));
    }

    private Value globallyPooled(Value picture) {
        Reshape sequence = Reshape.to(-1, picture.shape().channels());
        return switch (random.nextInt(3)) {
            case 0 -> applied(new GlobalAveragePooling2D(), picture);
            case 1 -> applied(new GlobalAveragePooling1D(), applied(sequence, picture));
            default -> applied(new GlobalMaxPooling1D(), applied(sequence, picture));
        };
    }

    private Value next(Value value, List<Value> values) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> merged(value, values);
            case 2 -> scaled(value);
            case 3 -> sequence(value);
            case 4 -> within(value);
            default -> applied(pictureLayer(value.shape()), value);
        };
    }

    /** Each channel, pixel or row by a factor of its own. */
    private Value scaled(Value value) {
        Shape shape = value.shape();
        Value factor = switch (random.nextInt(3)) {
            case 0 ->
                applied(
                        new Dense(shape.channels(), activation(), random.nextBoolean()),
                        applied(new GlobalAveragePooling2D(), value));
            case 1 -> applied(Conv2D.of(1, 1).withActivation(activation()), value);
            default -> applied(Conv2D.of(1, new Size(1, shape.dimension(1))), value);
        };
        Multiply layer = new Multiply();
        SymbolicTensor product = random.nextBoolean()
                ? graph.apply(layer, factor.tensor(), value.tensor())
                : graph.apply(layer, value.tensor(), factor.tensor(), factor.tensor());
        return new Value(product, shape);
    }

    /** Its pixels one after the other, through a layer or two of sequences, as a picture again. */
    private Value sequence(Value value) {
        Shape shape = value.shape();
        int filters = between(1, 6);
        Value convolved = applied(temporal(filters), applied(Reshape.to(-1, shape.channels()), value));
        if (random.nextBoolean()) {
            convolved = applied(BatchNormalization.defaults(), convolved);
        }
        if (random.nextBoolean()) {
            convolved = applied(temporal(filters), applied(ReLU.unbounded(), convolved));
        }
        if (random.nextBoolean()) {
            convolved = applied(
                    random.nextBoolean()
                            ? new MaxPooling1D(between(1, 3), 1, Padding.SAME)
                            : new AveragePooling1D(between(1, 3), 1, Padding.SAME),
                    convolved);
        }
        return applied(Reshape.to(shape.dimension(0), shape.dimension(1), filters), convolved);
    }

    private Conv1D temporal(int filters) {
        return new Conv1D(
                filters,
                between(1, 4),
                1,
                random.nextBoolean() ? TemporalPadding.SAME : TemporalPadding.CAUSAL,
                between(1, 2),
                activation(),
                random.nextBoolean());
    }

    /** A layer and a normalization in a model of their own. */
    private Value within(Value value) {
        Model part = Model.sequential("part")
                .input(value.shape().toArray())
                .add(pictureLayer(value.shape()))
                .add(BatchNormalization.defaults())
                .build(random.nextLong());
        return new Value(
                graph.apply(part, value.tensor()),
                part.outputShape(part.outputs().get(0)));
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
