// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.options.Conv2DOptions;
import io.espalier.lite.options.DepthwiseConv2DOptions;
import io.espalier.lite.options.FullyConnectedOptions;
import io.espalier.lite.options.Pool2DOptions;
import io.espalier.lite.options.ReducerOptions;
import io.espalier.lite.options.SoftmaxOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
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
import io.espalier.model.layer.Input;
import io.espalier.model.layer.LayerVisitor;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Padding;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Size;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;
import java.util.List;

/** What becomes of one layer: the operators that compute it. The answer is the index of the tensor that it puts out. */
final class LayerLowering implements LayerVisitor<Integer> {
    // Activations become operators of their own; to fuse them is a rewrite.
    private static final io.espalier.lite.schema.ActivationFunction NOT_FUSED =
            io.espalier.lite.schema.ActivationFunction.NONE;

    private final Model model;
    private final Node node;
    private final List<Integer> inputs;
    private final SubgraphBuilder builder;

    LayerLowering(Model model, Node node, List<Integer> inputs, SubgraphBuilder builder) {
        this.model = model;
        this.node = node;
        this.inputs = inputs;
        this.builder = builder;
    }

    @Override
    public Integer visit(Input layer) {
        return output();
    }

    @Override
    public Integer visit(Conv2D layer) {
        int kernel = constant("kernel", WeightLayout.convolution(weight("kernel")));
        int bias = bias(layer.useBias(), layer.filters());
        Options options = new Conv2DOptions(
                        scheme(layer.padding()),
                        layer.strides().width(),
                        layer.strides().height(),
                        layer.dilation().width(),
                        layer.dilation().height(),
                        NOT_FUSED,
                        TensorType.FLOAT32)
                .toOptions();
        return activated(
                layer.activation(),
                output -> builder.operator(BuiltinOperator.CONV_2D, options, output, input(), kernel, bias));
    }

    @Override
    public Integer visit(DepthwiseConv2D layer) {
        int kernel = constant("depthwise_kernel", WeightLayout.depthwise(weight("depthwise_kernel")));
        int bias = bias(layer.useBias(), outputShape().channels());
        Options options = new DepthwiseConv2DOptions(
                        scheme(layer.padding()),
                        layer.strides().width(),
                        layer.strides().height(),
                        layer.depthMultiplier(),
                        layer.dilation().width(),
                        layer.dilation().height(),
                        NOT_FUSED)
                .toOptions();
        return activated(
                layer.activation(),
                output -> builder.operator(BuiltinOperator.DEPTHWISE_CONV_2D, options, output, input(), kernel, bias));
    }

    @Override
    public Integer visit(Dense layer) {
        int kernel = constant("kernel", WeightLayout.fullyConnected(weight("kernel")));
        int bias = bias(layer.useBias(), layer.units());
        boolean keepDimensions = outputShape().rank() > 1;
        Options options = new FullyConnectedOptions(
                        NOT_FUSED, FullyConnectedWeightsFormat.DEFAULT, keepDimensions, false, TensorType.FLOAT32)
                .toOptions();
        return activated(
                layer.activation(),
                output -> builder.operator(BuiltinOperator.FULLY_CONNECTED, options, output, input(), kernel, bias));
    }

    @Override
    public Integer visit(MaxPooling2D layer) {
        Options options = pool(layer.poolSize(), layer.strides(), layer.padding());
        return builder.operator(BuiltinOperator.MAX_POOL_2D, options, output(), input());
    }

    @Override
    public Integer visit(AveragePooling2D layer) {
        Options options = pool(layer.poolSize(), layer.strides(), layer.padding());
        return builder.operator(BuiltinOperator.AVERAGE_POOL_2D, options, output(), input());
    }

    @Override
    public Integer visit(GlobalAveragePooling2D layer) {
        int axes = builder.ints(named("axes"), Ints.of(2), 1, 2);
        return builder.operator(BuiltinOperator.MEAN, new ReducerOptions(false).toOptions(), output(), input(), axes);
    }

    @Override
    public Integer visit(Reshape layer) {
        return reshape();
    }

    @Override
    public Integer visit(Flatten layer) {
        return reshape();
    }

    private int reshape() {
        Ints shape = SubgraphBuilder.batched(outputShape());
        int operand = builder.ints(named("shape"), Ints.of(shape.size()), shape.toArray());
        return builder.operator(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), output(), input(), operand);
    }

    @Override
    public Integer visit(BatchNormalization layer) {
        ScaleAndShift folded = ScaleAndShift.of(model, node, layer);
        Ints channels = Ints.of(outputShape().channels());
        int scale = builder.floats(named("scale"), channels, folded.scale());
        int shift = builder.floats(named("shift"), channels, folded.shift());
        int scaled = builder.operator(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), inner("mul"), input(), scale);
        return builder.operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), output(), scaled, shift);
    }

    @Override
    public Integer visit(Activation layer) {
        return layer.function() == ActivationFunction.LINEAR ? input() : activation(layer.function(), input());
    }

    @Override
    public Integer visit(Softmax layer) {
        return activation(ActivationFunction.SOFTMAX, input());
    }

    @Override
    public Integer visit(ReLU layer) {
        if (!layer.isBounded()) {
            return activation(ActivationFunction.RELU, input());
        }
        if (layer.maxValue() == 6) {
            return activation(ActivationFunction.RELU6, input());
        }
        int positive = builder.operator(BuiltinOperator.RELU, Options.NONE, inner("relu"), input());
        int maximum = builder.floats(named("max_value"), Ints.EMPTY, Buffer.ofFloats(layer.maxValue()));
        Options options = Options.of(OptionsTable.MAXIMUM_MINIMUM);
        return builder.operator(BuiltinOperator.MINIMUM, options, output(), positive, maximum);
    }

    @Override
    public Integer visit(Add layer) {
        int sum = inputs.get(0);
        for (int i = 1; i < inputs.size(); i++) {
            int next = i == inputs.size() - 1 ? output() : inner("sum_" + i);
            sum = builder.operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), next, sum, inputs.get(i));
        }
        return sum;
    }

    @Override
    public Integer visit(Concatenate layer) {
        Options options = Options.of(OptionsTable.CONCATENATION)
                .with("axis", outputShape().rank());
        int[] operands = inputs.stream().mapToInt(Integer::intValue).toArray();
        return builder.operator(BuiltinOperator.CONCATENATION, options, output(), operands);
    }

    @Override
    public Integer visit(ZeroPadding2D layer) {
        int paddings = builder.ints(
                named("paddings"), Ints.of(4, 2), 0, 0, layer.top(), layer.bottom(), layer.left(), layer.right(), 0, 0);
        return builder.operator(BuiltinOperator.PAD, Options.of(OptionsTable.PAD), output(), input(), paddings);
    }

    /** Training is over: it lets everything through. */
    @Override
    public Integer visit(Dropout layer) {
        return input();
    }

    /** Computes something into a tensor, and says which. */
    @FunctionalInterface
    private interface Computation {
        int into(int output);
    }

    private int activated(ActivationFunction function, Computation computation) {
        return function == ActivationFunction.LINEAR
                ? computation.into(output())
                : activation(function, computation.into(inner("BiasAdd")));
    }

    private int activation(ActivationFunction function, int input) {
        return switch (function) {
            case LINEAR -> input;
            case RELU -> builder.operator(BuiltinOperator.RELU, Options.NONE, output(), input);
            case RELU6 -> builder.operator(BuiltinOperator.RELU6, Options.NONE, output(), input);
            case SIGMOID -> builder.operator(BuiltinOperator.LOGISTIC, Options.NONE, output(), input);
            case TANH -> builder.operator(BuiltinOperator.TANH, Options.NONE, output(), input);
            case SOFTMAX ->
                builder.operator(BuiltinOperator.SOFTMAX, new SoftmaxOptions(1).toOptions(), output(), input);
        };
    }

    private static Options pool(Size size, Size strides, Padding padding) {
        return new Pool2DOptions(
                        scheme(padding), strides.width(), strides.height(), size.width(), size.height(), NOT_FUSED)
                .toOptions();
    }

    private static io.espalier.lite.schema.Padding scheme(Padding padding) {
        return switch (padding) {
            case SAME -> io.espalier.lite.schema.Padding.SAME;
            case VALID -> io.espalier.lite.schema.Padding.VALID;
        };
    }

    private int constant(String weight, WeightLayout layout) {
        return builder.floats(named(weight), layout.shape(), layout.values());
    }

    // A bias of zeros rather than none: an operator without that operand needs a newer runtime.
    private int bias(boolean useBias, int channels) {
        float[] values = useBias ? weight("bias").toArray() : new float[channels];
        return builder.floats(named("bias"), Ints.of(channels), Buffer.ofFloats(values));
    }

    private Tensor weight(String name) {
        return model.weights().get(node.name(), name);
    }

    private int input() {
        return inputs.get(0);
    }

    private Shape outputShape() {
        return model.outputShape(node);
    }

    private int output() {
        return builder.activation(node.name(), outputShape());
    }

    private int inner(String name) {
        return builder.activation(named(name), outputShape());
    }

    private String named(String part) {
        return node.name() + "/" + part;
    }
}
