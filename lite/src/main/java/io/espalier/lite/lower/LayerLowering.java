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
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.AveragePooling1D;
import io.espalier.model.layer.AveragePooling2D;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Concatenate;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.GlobalAveragePooling1D;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.GlobalMaxPooling1D;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.LayerVisitor;
import io.espalier.model.layer.MaxPooling1D;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Multiply;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What becomes of one layer: the operators that compute it. The answer is the index of the tensor that it puts out. */
final class LayerLowering implements LayerVisitor<Integer> {
    // Activations become operators of their own; to fuse them is a rewrite.
    private static final io.espalier.lite.schema.table.ActivationFunction NOT_FUSED =
            io.espalier.lite.schema.table.ActivationFunction.NONE;

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

    /** TFLite convolves pictures alone: the sequence becomes one of height 1, and what comes out a sequence again. */
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

    /** The sequence that comes in, as a picture of height 1. */
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
                result,
                output -> builder.operator(BuiltinOperator.CONV_2D, options, output, input, kernel, bias));
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
                whole(),
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
                whole(),
                output -> builder.operator(BuiltinOperator.FULLY_CONNECTED, options, output, input(), kernel, bias));
    }

    @Override
    public Integer visit(MaxPooling1D layer) {
        return reshaped(pooled(layer.overPicture(), picture(), overPicture("MaxPool")), whole());
    }

    @Override
    public Integer visit(MaxPooling2D layer) {
        return pooled(layer, input(), whole());
    }

    private int pooled(MaxPooling2D layer, int input, Value result) {
        Options options = pool(layer.poolSize(), layer.strides(), layer.padding());
        return builder.operator(BuiltinOperator.MAX_POOL_2D, options, tensor(result), input);
    }

    @Override
    public Integer visit(AveragePooling1D layer) {
        return reshaped(pooled(layer.overPicture(), picture(), overPicture("AvgPool")), whole());
    }

    @Override
    public Integer visit(AveragePooling2D layer) {
        return pooled(layer, input(), whole());
    }

    private int pooled(AveragePooling2D layer, int input, Value result) {
        Options options = pool(layer.poolSize(), layer.strides(), layer.padding());
        return builder.operator(BuiltinOperator.AVERAGE_POOL_2D, options, tensor(result), input);
    }

    @Override
    public Integer visit(GlobalAveragePooling2D layer) {
        return reduced(BuiltinOperator.MEAN, layer.keepDimensions(), 1, 2);
    }

    @Override
    public Integer visit(GlobalAveragePooling1D layer) {
        return reduced(BuiltinOperator.MEAN, layer.keepDimensions(), 1);
    }

    @Override
    public Integer visit(GlobalMaxPooling1D layer) {
        return reduced(BuiltinOperator.REDUCE_MAX, layer.keepDimensions(), 1);
    }

    private int reduced(BuiltinOperator reduction, boolean keepDimensions, int... dimensions) {
        int axes = builder.ints(named("axes"), Ints.of(dimensions.length), dimensions);
        return builder.operator(reduction, new ReducerOptions(keepDimensions).toOptions(), output(), input(), axes);
    }

    @Override
    public Integer visit(Reshape layer) {
        return reshaped(input(), whole());
    }

    @Override
    public Integer visit(Flatten layer) {
        return reshaped(input(), whole());
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
        int scale = builder.floats(named("scale"), channels, folded.scale());
        int shift = builder.floats(named("shift"), channels, folded.shift());
        int scaled = builder.operator(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), inner("mul"), input(), scale);
        return builder.operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), output(), scaled, shift);
    }

    @Override
    public Integer visit(Activation layer) {
        return activation(layer.function(), input(), whole());
    }

    @Override
    public Integer visit(Softmax layer) {
        return activation(ActivationFunction.SOFTMAX, input(), whole());
    }

    @Override
    public Integer visit(ReLU layer) {
        if (!layer.isBounded()) {
            return activation(ActivationFunction.RELU, input(), whole());
        }
        if (layer.maxValue() == 6) {
            return activation(ActivationFunction.RELU6, input(), whole());
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
    public Integer visit(Multiply layer) {
        Shape shape = model.inputShapes(node).get(0);
        int product = aligned(0);
        for (int i = 1; i < inputs.size(); i++) {
            shape = layer.outputShape(List.of(shape, model.inputShapes(node).get(i)));
            int factor = aligned(i);
            int next = tensor(i == inputs.size() - 1 ? whole() : new Value(named("product_" + i), shape));
            product = builder.operator(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), next, product, factor);
        }
        return product;
    }

    /** An input of as many dimensions as the product has, which only then are aligned at the last, behind the batch. */
    private int aligned(int input) {
        Shape shape = model.inputShapes(node).get(input);
        int missing = outputShape().rank() - shape.rank();
        if (missing == 0) {
            return inputs.get(input);
        }
        List<Integer> dimensions = new ArrayList<>(Collections.nCopies(missing, 1));
        dimensions.addAll(shape.dimensions());
        return reshaped(inputs.get(input), new Value(named("factor_" + input), new Shape(dimensions)));
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

    private int activated(ActivationFunction function, Value result, Computation computation) {
        return function == ActivationFunction.LINEAR
                ? computation.into(tensor(result))
                : activation(function, computation.into(tensor(new Value(named("BiasAdd"), result.shape()))), result);
    }

    private int activation(ActivationFunction function, int input, Value result) {
        return switch (function) {
            case LINEAR -> input;
            case RELU -> builder.operator(BuiltinOperator.RELU, Options.NONE, tensor(result), input);
            case RELU6 -> builder.operator(BuiltinOperator.RELU6, Options.NONE, tensor(result), input);
            case SIGMOID -> builder.operator(BuiltinOperator.LOGISTIC, Options.NONE, tensor(result), input);
            case TANH -> builder.operator(BuiltinOperator.TANH, Options.NONE, tensor(result), input);
            case SOFTMAX ->
                builder.operator(BuiltinOperator.SOFTMAX, new SoftmaxOptions(1).toOptions(), tensor(result), input);
            default -> {
                TfliteOperations on = new TfliteOperations(model, node, builder);
                TfliteValues.Value value = function.apply(on, TfliteValues.Value.computed(result.shape(), input));
                yield builder.renamed(on.tensor(value), result.name());
            }
        };
    }

    @Override
    public Integer visit(ComposedLayer layer) {
        TfliteOperations on = new TfliteOperations(model, node, builder);
        List<TfliteValues.Value> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(TfliteValues.Value.computed(model.inputShapes(node).get(i), inputs.get(i)));
        }
        int result = on.tensor(layer.compute(on, values));
        return inputs.contains(result) ? result : builder.renamed(result, node.name());
    }

    private static Options pool(Size size, Size strides, Padding padding) {
        return new Pool2DOptions(
                        scheme(padding), strides.width(), strides.height(), size.width(), size.height(), NOT_FUSED)
                .toOptions();
    }

    static io.espalier.lite.schema.table.Padding scheme(Padding padding) {
        return switch (padding) {
            case SAME -> io.espalier.lite.schema.table.Padding.SAME;
            case VALID -> io.espalier.lite.schema.table.Padding.VALID;
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

    /** What the layer puts out. */
    private Value whole() {
        return new Value(node.name(), outputShape());
    }

    private int tensor(Value value) {
        return builder.activation(value.name(), value.shape());
    }

    private int output() {
        return tensor(whole());
    }

    private int inner(String name) {
        return tensor(new Value(named(name), outputShape()));
    }

    private String named(String part) {
        return node.name() + "/" + part;
    }
}
