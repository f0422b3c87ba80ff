// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer.Visitor;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.part.NormalizationPlaces;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers one layer to the operators that compute it. The result is the index of its output tensor. */
final class LayerLowering implements Visitor<Integer> {
    private final Model model;
    private final Node node;
    private final List<Integer> inputs;
    private final SubgraphBuilder builder;

    private LayerLowering(Model model, Node node, List<Integer> inputs, SubgraphBuilder builder) {
        this.model = model;
        this.node = node;
        this.inputs = inputs;
        this.builder = builder;
    }

    /**
     * Adds the operators of a layer.
     *
     * @param inputs its input tensors
     * @return its output tensor
     */
    static int lower(Model model, Node node, List<Integer> inputs, SubgraphBuilder builder) {
        LayerLowering lowering = new LayerLowering(model, node, inputs, builder);
        int output = node.layer().accept(lowering);
        return inputs.contains(output) ? output : builder.placed(output, ActivationKey.output(node.name()));
    }

    @Override
    public Integer visit(Input layer) {
        return output();
    }

    /** TFLite convolves pictures alone: the sequence becomes an image of height 1, and the output a sequence again. */
    @Override
    public Integer visit(Conv1D layer) {
        int convolved = convolution(
                layer.overPicture(),
                WeightLayout.temporal(weight("kernel")),
                zerosBefore(layer.zerosBefore(), picture()),
                overPicture("Conv1D"));
        return reshaped(convolved, whole());
    }

    private Shape pictureShape() {
        Shape sequence = model.inputShapes(node).get(0);
        return Shape.of(1, sequence.dimension(0), sequence.channels());
    }

    /** The input sequence as a picture of height 1. */
    private int picture() {
        return reshaped(input(), new Value(named("ExpandDims"), pictureShape()));
    }

    /** The sequence that goes out, before it is one again. */
    private Value overPicture(String name) {
        return new Value(
                named(name),
                Shape.of(1, outputShape().dimension(0), outputShape().channels()));
    }

    private int zerosBefore(int zeros, int input) {
        if (zeros == 0) {
            return input;
        }
        Shape padded =
                Shape.of(1, pictureShape().dimension(1) + zeros, pictureShape().channels());
        int paddings = builder.ints(named("paddings"), Ints.of(4, 2), 0, 0, 0, 0, zeros, 0, 0, 0);
        int output = tensor(new Value(named("Pad"), padded));
        return builder.operator(BuiltinOperator.PAD, Options.of(OptionsTable.PAD), output, input, paddings);
    }

    @Override
    public Integer visit(Conv2D layer) {
        return convolution(layer, WeightLayout.convolution(weight("kernel")), input(), whole());
    }

    private int convolution(Conv2D layer, WeightLayout weights, int input, Value result) {
        int kernel = constant("kernel", weights);
        int bias = bias(layer.useBias(), layer.filters());
        Options options = WindowOptions.of(OptionsTable.CONV_2D, layer.strides(), layer.padding(), layer.dilation());
        return activated(
                layer.activation(),
                result,
                output -> builder.operator(BuiltinOperator.CONV_2D, options, output, input, kernel, bias));
    }

    @Override
    public Integer visit(DepthwiseConv2D layer) {
        int kernel = constant("depthwise_kernel", WeightLayout.depthwise(weight("depthwise_kernel")));
        int bias = bias(layer.useBias(), outputShape().channels());
        Options options = WindowOptions.of(
                        OptionsTable.DEPTHWISE_CONV_2D, layer.strides(), layer.padding(), layer.dilation())
                .with("depth_multiplier", layer.depthMultiplier());
        return activated(
                layer.activation(),
                whole(),
                output -> builder.operator(BuiltinOperator.DEPTHWISE_CONV_2D, options, output, input(), kernel, bias));
    }

    @Override
    public Integer visit(Dense layer) {
        int kernel = constant("kernel", WeightLayout.fullyConnected(weight("kernel")));
        int bias = bias(layer.useBias(), layer.units());
        Options options = Options.of(OptionsTable.FULLY_CONNECTED)
                .with("keep_num_dims", outputShape().rank() > 1);
        return activated(
                layer.activation(),
                whole(),
                output -> builder.operator(BuiltinOperator.FULLY_CONNECTED, options, output, input(), kernel, bias));
    }

    private int reshaped(int input, Value result) {
        Ints shape = SubgraphBuilder.batched(result.shape());
        int operand = builder.ints(result.name() + "/shape", Ints.of(shape.size()), shape.toArray());
        return builder.operator(
                BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), tensor(result), input, operand);
    }

    @Override
    public Integer visit(BatchNormalization layer) {
        ScaleAndShift folded = ScaleAndShift.of(model, node, layer);
        Ints channels = Ints.of(outputShape().channels());
        NormalizationPlaces places = new NormalizationPlaces(node.name());
        int scale = builder.placed(builder.floats(named("scale"), channels, folded.scale()), places.scale());
        int shift = builder.placed(builder.floats(named("shift"), channels, folded.shift()), places.shift());
        int product = builder.placed(tensor(new Value(named("mul"), outputShape())), places.product());
        int scaled = builder.operator(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), product, input(), scale);
        return builder.operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), output(), scaled, shift);
    }

    /** Does nothing: dropout is for training only. */
    @Override
    public Integer visit(Dropout layer) {
        return input();
    }

    /** Computes something into a tensor, and says which. */
    @FunctionalInterface
    private interface Computation {
        int into(int output);
    }

    private int activated(ActivationFunction function, Value result, Computation computation) {
        if (function == ActivationFunction.LINEAR) {
            return builder.placed(computation.into(tensor(result)), ActivationKey.output(node.name()));
        }
        int sums = builder.placed(
                tensor(new Value(named("BiasAdd"), result.shape())), ActivationKey.beforeFunction(node.name()));
        return builder.placed(activation(function, computation.into(sums), result), ActivationKey.output(node.name()));
    }

    private int activation(ActivationFunction function, int input, Value result) {
        TfliteOperations on = new TfliteOperations(model, node, builder);
        TfliteValues.Value value = function.apply(on.numbered(), TfliteValues.Value.computed(result.shape(), input));
        return builder.renamed(on.tensor(value), result.name());
    }

    @Override
    public Integer visit(ComposedLayer layer) {
        TfliteOperations on = new TfliteOperations(model, node, builder);
        List<TfliteValues.Value> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(TfliteValues.Value.computed(model.inputShapes(node).get(i), inputs.get(i)));
        }
        boolean isFused = builder.fusesLstm()
                && layer instanceof LSTM lstm
                && FusedLstm.obstacle(lstm).isEmpty();
        int result = on.tensor(
                isFused
                        ? new FusedLstm(model, node, (LSTM) layer, builder).lower(values.get(0))
                        : layer.compute(on.numbered(), values));
        return inputs.contains(result) ? result : builder.renamed(result, node.name());
    }

    private int constant(String weight, WeightLayout layout) {
        return builder.weights(named(weight), layout, Optional.of(node.weightKey(weight)));
    }

    // A bias of zeros rather than none: an operator without that operand needs a newer runtime.
    private int bias(boolean useBias, int channels) {
        float[] values = useBias ? weight("bias").toArray() : new float[channels];
        return builder.floats(named("bias"), Ints.of(channels), Buffer.ofFloats(values));
    }

    private Tensor weight(String name) {
        return model.weights().get(node.weightKey(name));
    }

    private int input() {
        return inputs.get(0);
    }

    private Shape outputShape() {
        return model.outputShape(node);
    }

    /** A value that is to be computed. */
    private record Value(String name, Shape shape) {}

    /** The output of the layer. */
    private Value whole() {
        return new Value(node.name(), outputShape());
    }

    private int tensor(Value value) {
        return builder.activation(value.name(), value.shape());
    }

    private int output() {
        return tensor(whole());
    }

    private String named(String part) {
        return node.name() + "/" + part;
    }
}
