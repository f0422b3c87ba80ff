// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

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
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random networks whose convolutions are normalized, convolved channel by channel, added, joined and reshaped. */
final class RandomNetworks {
    private final SplittableRandom random;
    private final List<ActivationFunction> activations;
    private final FunctionalBuilder graph = Model.functional("random");
    private final List<Value> values = new ArrayList<>();

    private record Value(SymbolicTensor tensor, Shape shape) {}

    private RandomNetworks(long seed, List<ActivationFunction> activations) {
        this.random = new SplittableRandom(seed);
        this.activations = activations;
    }

    static Model of(long seed, List<ActivationFunction> activations) {
        return new RandomNetworks(seed, activations).network(seed);
    }

    private Model network(long seed) {
        Shape input = Shape.of(between(5, 9), between(5, 9), between(1, 4));
        values.add(new Value(graph.input(input.toArray()), input));
        add(convolution(), last());
        int layers = between(4, 12);
        for (int i = 0; i < layers; i++) {
            step(random.nextInt(5) == 0 ? earlier() : last());
        }
        List<SymbolicTensor> outputs = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            outputs.add(values.get(values.size() / 2).tensor());
        }
        Value row = random.nextInt(3) == 0
                ? add(new GlobalAveragePooling2D(), last())
                : add(random.nextBoolean() ? new Flatten() : Reshape.to(-1, rowLength(last().shape())), last());
        Value hidden = add(new Dense(between(2, 8), ActivationFunction.RELU, random.nextBoolean()), row);
        Value head = add(
                Dense.of(between(2, 5)), random.nextBoolean() ? add(BatchNormalization.defaults(), hidden) : hidden);
        outputs.add((random.nextBoolean() ? add(new Softmax(), head) : head).tensor());
        Model model = graph.build(seed, outputs.toArray(SymbolicTensor[]::new));
        return model.withWeights(model.weights().map(this::anew));
    }

    private Value earlier() {
        List<Value> pictures =
                values.stream().filter(value -> value.shape().rank() == 3).toList();
        return pictures.get(random.nextInt(pictures.size()));
    }

    private static int rowLength(Shape shape) {
        return shape.dimension(1) * shape.channels();
    }

    private void step(Value value) {
        switch (random.nextInt(14)) {
            case 0, 1 -> add(convolution(), value);
            case 2, 3 -> add(BatchNormalization.defaults().withEpsilon(0.01f), value);
            case 4 ->
                add(
                        DepthwiseConv2D.of(3)
                                .withPadding(Padding.SAME)
                                .withDepthMultiplier(between(1, 2))
                                .withActivation(activation()),
                        value);
            case 5 -> add(random.nextBoolean() ? ReLU.unbounded() : Activation.of(activation()), value);
            case 6 -> add(random.nextBoolean() ? new Dropout(0.2f) : ZeroPadding2D.of(1), value);
            case 7 -> add(pooling(), value);
            case 8 ->
                add(
                        Reshape.to(
                                value.shape().dimension(1),
                                value.shape().dimension(0),
                                value.shape().channels()),
                        value);
            case 9 -> join(value, add(convolution(), value));
            case 10 -> scaled(value);
            case 11 -> sequence(value);
            default -> residual(value);
        }
    }

    /** A branch of one or two convolutions, added to what it starts from, which another convolution may bring along. */
    private void residual(Value value) {
        int channels = value.shape().channels();
        Value branch = add(Conv2D.of(channels, 3).withPadding(Padding.SAME).withActivation(activation()), value);
        if (random.nextBoolean()) {
            branch = add(Conv2D.of(channels, 1).withoutBias(), add(BatchNormalization.defaults(), branch));
        }
        Value shortcut = random.nextBoolean() ? add(Conv2D.of(channels, 1), value) : value;
        values.add(new Value(graph.apply(new Add(), branch.tensor(), shortcut.tensor()), value.shape()));
    }

    /** Each channel by what a dense layer makes of all their means, or each pixel by one number. */
    private void scaled(Value value) {
        Value factor = random.nextBoolean()
                ? add(
                        new Dense(value.shape().channels(), activation(), random.nextBoolean()),
                        add(new GlobalAveragePooling2D(), value))
                : add(Conv2D.of(1, 1).withActivation(activation()), value);
        values.add(new Value(graph.apply(new Multiply(), value.tensor(), factor.tensor()), value.shape()));
    }

    /** Its pixels one after the other, convolved, as a picture again. */
    private void sequence(Value value) {
        Shape shape = value.shape();
        int filters = between(2, 8);
        TemporalPadding padding = random.nextBoolean() ? TemporalPadding.SAME : TemporalPadding.CAUSAL;
        Value pixels = add(Reshape.to(-1, shape.channels()), value);
        Value convolved =
                add(Conv1D.of(filters, between(1, 3)).withPadding(padding).withActivation(activation()), pixels);
        add(Reshape.to(shape.dimension(0), shape.dimension(1), filters), convolved);
    }

    private void join(Value one, Value other) {
        Concatenate layer = new Concatenate();
        values.add(new Value(
                graph.apply(layer, one.tensor(), other.tensor()),
                layer.outputShape(List.of(one.shape(), other.shape()))));
    }

    private Layer convolution() {
        Conv2D layer = Conv2D.of(between(2, 8), between(1, 3))
                .withPadding(Padding.SAME)
                .withActivation(activation());
        return random.nextBoolean() ? layer : layer.withoutBias();
    }

    private Layer pooling() {
        return random.nextBoolean()
                ? MaxPooling2D.of(2).withStrides(1).withPadding(Padding.SAME)
                : AveragePooling2D.of(2).withStrides(1).withPadding(Padding.SAME);
    }

    private Value add(Layer layer, Value value) {
        values.add(new Value(graph.apply(layer, value.tensor()), layer.outputShape(List.of(value.shape()))));
        return last();
    }

    private Value last() {
        return values.get(values.size() - 1);
    }

    private Tensor anew(WeightKey key, Tensor initial) {
        float[] numbers = initial.toArray();
        boolean positive =
                key.weight().equals("moving_variance") || key.weight().equals("gamma");
        for (int i = 0; i < numbers.length && !key.weight().endsWith("kernel"); i++) {
            numbers[i] = (float) (positive ? random.nextDouble(0.5, 1.5) : random.nextDouble(-0.5, 0.5));
        }
        return Tensor.of(initial.shape(), numbers);
    }

    private ActivationFunction activation() {
        return activations.get(random.nextInt(activations.size()));
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
