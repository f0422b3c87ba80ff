// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.options.Conv2DOptions;
import io.espalier.lite.options.DepthwiseConv2DOptions;
import io.espalier.lite.options.FullyConnectedOptions;
import io.espalier.lite.options.ReducerOptions;
import io.espalier.lite.options.SoftmaxOptions;
import io.espalier.lite.schema.ActivationFunction;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.LayerPart;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
import io.espalier.model.compute.Binary;
import io.espalier.model.compute.Interpolation;
import io.espalier.model.compute.Operations;
import io.espalier.model.compute.Reduction;
import io.espalier.model.compute.ShapeInference;
import io.espalier.model.compute.Unary;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Padding;
import io.espalier.model.layer.Size;
import io.espalier.model.layer.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What composed layers are made of, as operators of TFLite. */
final class LiteOperations implements Operations<LiteOperations.Value> {
    private static final ShapeInference SHAPES = new ShapeInference(List.of());
    private static final int WHOLE = -1;

    /**
     * A tensor of the graph, or a constant that becomes one where it is used.
     *
     * @param shape without the batch
     * @param tensor its index; none for a constant
     * @param constant its values and its name; none for what is computed
     */
    record Value(Shape shape, Optional<Integer> tensor, Optional<Constant> constant) {
        static Value computed(Shape shape, int tensor) {
            return new Value(shape, Optional.of(tensor), Optional.empty());
        }

        boolean isBatched() {
            return constant.isEmpty();
        }

        Tensor values() {
            return constant.orElseThrow(
                            () -> new IllegalArgumentException("a constant is wanted here, not what was computed"))
                    .values();
        }
    }

    private record Constant(String name, Tensor values) {}

    private final Model model;
    private final Node node;
    private final SubgraphBuilder builder;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Tensor, Value> unnamed = new HashMap<>();
    private final ConstantTensors constants;

    LiteOperations(Model model, Node node, SubgraphBuilder builder) {
        this.model = model;
        this.node = node;
        this.builder = builder;
        this.constants = new ConstantTensors(builder);
    }

    /** The tensor that holds a value. */
    int tensor(Value value) {
        return value.tensor().orElseGet(() -> stored(value, ConstantTensors.Layout.PLAIN));
    }

    private int stored(Value value, ConstantTensors.Layout layout) {
        Constant constant = value.constant().orElseThrow();
        return constants.stored(constant.name(), constant.values(), layout);
    }

    private int ints(String name, Ints shape, int... values) {
        return constants.ints(() -> unique(name), shape, values);
    }

    @Override
    public Shape shape(Value value) {
        return value.shape();
    }

    @Override
    public Value weight(String name) {
        return named(name, model.weights().get(node.weightKey(name)));
    }

    @Override
    public Value weight(String name, int from, int to) {
        return named(
                name + "_" + from, Constants.slice(model.weights().get(node.weightKey(name)), -1, from, to - from));
    }

    @Override
    public Value constant(Tensor value) {
        return unnamed.computeIfAbsent(
                value,
                key -> new Value(
                        value.shape(), Optional.empty(), Optional.of(new Constant(unique("constant"), value))));
    }

    private Value named(String name, Tensor values) {
        return constant(node.name() + "/" + name, values);
    }

    private static Value constant(String name, Tensor values) {
        return new Value(values.shape(), Optional.empty(), Optional.of(new Constant(name, values)));
    }

    private String unique(String name) {
        int before = names.merge(name, 1, Integer::sum) - 1;
        return node.name() + "/" + name + (before == 0 ? "" : "_" + before);
    }

    /** The output of one more operator. */
    private Value computed(BuiltinOperator operator, Options options, Shape shape, int... inputs) {
        int output = builder.activation(unique(operator.name().toLowerCase(Locale.ROOT)), shape);
        return Value.computed(shape, builder.operator(operator, options, output, inputs));
    }

    private Value pointwise(BuiltinOperator operator, Value value) {
        return computed(operator, Options.NONE, value.shape(), tensor(value));
    }

    private Value pointwise(BuiltinOperator operator, OptionsTable options, Value value) {
        return computed(operator, Options.of(options), value.shape(), tensor(value));
    }

    @Override
    public Value unary(Unary function, Value value) {
        return switch (function) {
            case ABS -> pointwise(BuiltinOperator.ABS, OptionsTable.ABS, value);
            case ELU -> pointwise(BuiltinOperator.ELU, value);
            case EXP -> pointwise(BuiltinOperator.EXP, OptionsTable.EXP, value);
            case HARD_SWISH -> pointwise(BuiltinOperator.HARD_SWISH, OptionsTable.HARD_SWISH, value);
            case LOG -> pointwise(BuiltinOperator.LOG, value);
            case NEGATE -> pointwise(BuiltinOperator.NEG, OptionsTable.NEG, value);
            case RELU -> pointwise(BuiltinOperator.RELU, value);
            case RELU6 -> pointwise(BuiltinOperator.RELU6, value);
            case RSQRT -> pointwise(BuiltinOperator.RSQRT, value);
            case SIGMOID -> pointwise(BuiltinOperator.LOGISTIC, value);
            case SQRT -> pointwise(BuiltinOperator.SQRT, value);
            case SQUARE -> pointwise(BuiltinOperator.SQUARE, OptionsTable.SQUARE, value);
            case TANH -> pointwise(BuiltinOperator.TANH, value);
        };
    }

    @Override
    public Value binary(Binary function, Value left, Value right) {
        Shape shape = SHAPES.binary(function, left.shape(), right.shape());
        int[] operands = {tensor(aligned(left, shape.rank())), tensor(aligned(right, shape.rank()))};
        return switch (function) {
            case ADD -> computed(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), shape, operands);
            case SUBTRACT -> computed(BuiltinOperator.SUB, Options.of(OptionsTable.SUB), shape, operands);
            case MULTIPLY -> computed(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), shape, operands);
            case DIVIDE -> computed(BuiltinOperator.DIV, Options.of(OptionsTable.DIV), shape, operands);
            case MAXIMUM ->
                computed(BuiltinOperator.MAXIMUM, Options.of(OptionsTable.MAXIMUM_MINIMUM), shape, operands);
            case MINIMUM ->
                computed(BuiltinOperator.MINIMUM, Options.of(OptionsTable.MAXIMUM_MINIMUM), shape, operands);
        };
    }

    // Behind the batch, shapes are aligned at the last dimension; without one they are anyway.
    private Value aligned(Value value, int rank) {
        if (!value.isBatched() || value.shape().rank() == rank) {
            return value;
        }
        List<Integer> dimensions =
                new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
        dimensions.addAll(value.shape().dimensions());
        return reshape(value, new Shape(dimensions));
    }

    @Override
    public Value isAbove(Value value, float threshold) {
        int above = builder.flags(unique("greater"), value.shape());
        builder.operator(
                BuiltinOperator.GREATER,
                Options.of(OptionsTable.GREATER),
                above,
                tensor(value),
                tensor(scalar(threshold)));
        Options options = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.BOOL)
                .with("out_data_type", TensorType.FLOAT32);
        return computed(BuiltinOperator.CAST, options, value.shape(), above);
    }

    @Override
    public Value leakyRelu(Value value, float slope) {
        Options options = Options.of(OptionsTable.LEAKY_RELU).with("alpha", slope);
        return computed(BuiltinOperator.LEAKY_RELU, options, value.shape(), tensor(value));
    }

    @Override
    public Value gelu(Value value, boolean approximate) {
        Options options = Options.of(OptionsTable.GELU).with("approximate", approximate);
        return computed(BuiltinOperator.GELU, options, value.shape(), tensor(value));
    }

    @Override
    public Value softmax(Value value) {
        return computed(BuiltinOperator.SOFTMAX, new SoftmaxOptions(1).toOptions(), value.shape(), tensor(value));
    }

    @Override
    public Value dense(Value value, Value matrix) {
        Shape shape = SHAPES.dense(value.shape(), matrix.shape());
        int kernel = stored(matrix, ConstantTensors.Layout.FULLY_CONNECTED);
        int bias = zeros(shape.channels());
        Options options = new FullyConnectedOptions(
                        ActivationFunction.NONE,
                        FullyConnectedWeightsFormat.DEFAULT,
                        shape.rank() > 1,
                        false,
                        TensorType.FLOAT32)
                .toOptions();
        return computed(BuiltinOperator.FULLY_CONNECTED, options, shape, tensor(value), kernel, bias);
    }

    // A bias of zeros rather than none: an operator without that operand needs a newer runtime.
    private int zeros(int channels) {
        return builder.floats(unique("bias"), Ints.of(channels), Buffer.ofFloats(new float[channels]));
    }

    @Override
    public Value matMul(Value left, Value right, boolean transposeRight) {
        Shape shape = SHAPES.matMul(left.shape(), right.shape(), transposeRight);
        Options options = Options.of(OptionsTable.BATCH_MATMUL).with("adj_y", transposeRight);
        return computed(BuiltinOperator.BATCH_MATMUL, options, shape, tensor(left), tensor(right));
    }

    @Override
    public Value reshape(Value value, Shape shape) {
        if (!value.isBatched()) {
            return constant(
                    value.constant().orElseThrow().name(),
                    Tensor.of(shape, value.values().toArray()));
        }
        Ints dimensions = SubgraphBuilder.batched(shape);
        int operand = ints("shape", Ints.of(dimensions.size()), dimensions.toArray());
        return computed(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), shape, tensor(value), operand);
    }

    @Override
    public Value transpose(Value value, int... axes) {
        Shape shape = SHAPES.transpose(value.shape(), axes);
        int[] order = new int[axes.length + 1];
        for (int axis = 0; axis < axes.length; axis++) {
            order[axis + 1] = axes[axis] + 1;
        }
        int operand = ints("perm", Ints.of(order.length), order);
        return computed(BuiltinOperator.TRANSPOSE, Options.of(OptionsTable.TRANSPOSE), shape, tensor(value), operand);
    }

    @Override
    public Value slice(Value value, int axis, int from, int size) {
        Shape shape = SHAPES.slice(value.shape(), axis, from, size);
        if (!value.isBatched()) {
            return constant(
                    value.constant().orElseThrow().name() + "_" + from,
                    Constants.slice(value.values(), axis, from, size));
        }
        int[] begins = new int[shape.rank() + 1];
        int[] sizes = new int[shape.rank() + 1];
        Arrays.fill(sizes, WHOLE);
        begins[place(value, axis)] = from;
        sizes[place(value, axis)] = size;
        int begin = ints("begin", Ints.of(begins.length), begins);
        int extent = ints("size", Ints.of(sizes.length), sizes);
        return computed(BuiltinOperator.SLICE, Options.of(OptionsTable.SLICE), shape, tensor(value), begin, extent);
    }

    /** Where an axis is behind the batch. */
    private static int place(Value value, int axis) {
        return (axis < 0 ? value.shape().rank() + axis : axis) + 1;
    }

    @Override
    public Value reverse(Value value, int axis) {
        int operand = ints("axis", Ints.of(1), place(value, axis));
        Options options = Options.of(OptionsTable.REVERSE_V2);
        return computed(BuiltinOperator.REVERSE_V2, options, value.shape(), tensor(value), operand);
    }

    @Override
    public Value concatenate(List<Value> values, int axis) {
        Shape shape = SHAPES.concatenate(values.stream().map(Value::shape).toList(), axis);
        Options options = Options.of(OptionsTable.CONCATENATION).with("axis", place(values.get(0), axis));
        int[] operands = values.stream().mapToInt(this::tensor).toArray();
        return computed(BuiltinOperator.CONCATENATION, options, shape, operands);
    }

    @Override
    public Value pad(Value value, List<Integer> before, List<Integer> after) {
        Shape shape = SHAPES.pad(value.shape(), before, after);
        int[] amounts = new int[2 * (before.size() + 1)];
        for (int axis = 0; axis < before.size(); axis++) {
            amounts[2 * axis + 2] = before.get(axis);
            amounts[2 * axis + 3] = after.get(axis);
        }
        int operand = ints("paddings", Ints.of(before.size() + 1, 2), amounts);
        return computed(BuiltinOperator.PAD, Options.of(OptionsTable.PAD), shape, tensor(value), operand);
    }

    @Override
    public Value tile(Value value, List<Integer> times) {
        int[] multiples = new int[times.size() + 1];
        multiples[0] = 1;
        for (int axis = 0; axis < times.size(); axis++) {
            multiples[axis + 1] = times.get(axis);
        }
        Shape shape = SHAPES.tile(value.shape(), times);
        int operand = ints("multiples", Ints.of(multiples.length), multiples);
        return computed(BuiltinOperator.TILE, Options.of(OptionsTable.TILE), shape, tensor(value), operand);
    }

    @Override
    public Value reduce(Reduction reduction, Value value, boolean keepDimensions, int... axes) {
        Shape shape = SHAPES.reduce(reduction, value.shape(), keepDimensions, axes);
        BuiltinOperator operator = switch (reduction) {
            case MAXIMUM -> BuiltinOperator.REDUCE_MAX;
            case MEAN -> BuiltinOperator.MEAN;
            case MINIMUM -> BuiltinOperator.REDUCE_MIN;
            case SUM -> BuiltinOperator.SUM;
        };
        int[] places = Arrays.stream(axes).map(axis -> place(value, axis)).toArray();
        int operand = ints("axes", Ints.of(places.length), places);
        Options options = new ReducerOptions(keepDimensions).toOptions();
        return computed(operator, options, shape, tensor(value), operand);
    }

    @Override
    public Value rows(Value table, Value indices) {
        Shape shape = SHAPES.rows(table.shape(), indices.shape());
        int numbers = builder.numbers(unique("cast"), indices.shape());
        Options cast = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.FLOAT32)
                .with("out_data_type", TensorType.INT32);
        builder.operator(BuiltinOperator.CAST, cast, numbers, tensor(indices));
        return computed(BuiltinOperator.GATHER, Options.of(OptionsTable.GATHER), shape, tensor(table), numbers);
    }

    @Override
    public Value resize(Value picture, Size size, Interpolation interpolation) {
        Shape shape = SHAPES.resize(picture.shape(), size, interpolation);
        int operand = ints("size", Ints.of(2), size.height(), size.width());
        return switch (interpolation) {
            case BILINEAR ->
                computed(
                        BuiltinOperator.RESIZE_BILINEAR,
                        Options.of(OptionsTable.RESIZE_BILINEAR).with("half_pixel_centers", true),
                        shape,
                        tensor(picture),
                        operand);
            case NEAREST ->
                computed(
                        BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
                        Options.of(OptionsTable.RESIZE_NEAREST_NEIGHBOR).with("half_pixel_centers", true),
                        shape,
                        tensor(picture),
                        operand);
        };
    }

    @Override
    public Value convolve(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolve(picture.shape(), kernel.shape(), strides, padding, dilation);
        int weights = stored(kernel, ConstantTensors.Layout.CONVOLUTION);
        Options options = new Conv2DOptions(
                        LayerLowering.scheme(padding),
                        strides.width(),
                        strides.height(),
                        dilation.width(),
                        dilation.height(),
                        ActivationFunction.NONE,
                        TensorType.FLOAT32)
                .toOptions();
        return computed(BuiltinOperator.CONV_2D, options, shape, tensor(picture), weights, zeros(shape.channels()));
    }

    @Override
    public Value convolveDepthwise(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolveDepthwise(picture.shape(), kernel.shape(), strides, padding, dilation);
        int weights = stored(kernel, ConstantTensors.Layout.DEPTHWISE_CONVOLUTION);
        Options options = new DepthwiseConv2DOptions(
                        LayerLowering.scheme(padding),
                        strides.width(),
                        strides.height(),
                        kernel.shape().dimension(3),
                        dilation.width(),
                        dilation.height(),
                        ActivationFunction.NONE)
                .toOptions();
        return computed(
                BuiltinOperator.DEPTHWISE_CONV_2D, options, shape, tensor(picture), weights, zeros(shape.channels()));
    }

    /**
     * The shape that comes out is put together while the graph runs, as the batch is not known before.
     *
     * <pre>
     * SHAPE(picture) -> SLICE of the batch -> CONCATENATION with (height, width, filters)
     * </pre>
     */
    @Override
    public Value convolveTransposed(Value picture, Value kernel, Size result, Size strides, Padding padding) {
        Shape shape = SHAPES.convolveTransposed(picture.shape(), kernel.shape(), result, strides, padding);
        int rank = picture.shape().rank() + 1;
        int whole = builder.sizes(unique("shape"), rank);
        Options ofShape = Options.of(OptionsTable.SHAPE).with("out_type", TensorType.INT32);
        builder.operator(BuiltinOperator.SHAPE, ofShape, whole, tensor(picture));
        int batch = builder.sizes(unique("batch"), 1);
        int begin = ints("begin", Ints.of(1), 0);
        int one = ints("size", Ints.of(1), 1);
        builder.operator(BuiltinOperator.SLICE, Options.of(OptionsTable.SLICE), batch, whole, begin, one);
        int sides = ints("sides", Ints.of(rank - 1), shape.toArray());
        int sizes = builder.sizes(unique("output_shape"), rank);
        Options joined = Options.of(OptionsTable.CONCATENATION).with("axis", 0);
        builder.operator(BuiltinOperator.CONCATENATION, joined, sizes, batch, sides);
        int weights = stored(kernel, ConstantTensors.Layout.TRANSPOSED_CONVOLUTION);
        Options options = Options.of(OptionsTable.TRANSPOSE_CONV)
                .with("padding", LayerLowering.scheme(padding))
                .with("stride_w", strides.width())
                .with("stride_h", strides.height());
        return computed(BuiltinOperator.TRANSPOSE_CONV, options, shape, sizes, weights, tensor(picture));
    }

    @Override
    public Value convolveVolume(Value volume, Value kernel, Volume strides, Padding padding) {
        Shape shape = SHAPES.convolveVolume(volume.shape(), kernel.shape(), strides, padding);
        Options options = Options.of(OptionsTable.CONV_3D)
                .with("padding", LayerLowering.scheme(padding))
                .with("stride_d", strides.depth())
                .with("stride_w", strides.width())
                .with("stride_h", strides.height())
                .with("dilation_d_factor", 1)
                .with("dilation_w_factor", 1)
                .with("dilation_h_factor", 1);
        return computed(
                BuiltinOperator.CONV_3D, options, shape, tensor(volume), tensor(kernel), zeros(shape.channels()));
    }

    /** Steps become examples of a larger batch. */
    @Override
    public Value eachStep(Value sequence, Layer layer) {
        List<Integer> dimensions = sequence.shape().dimensions();
        Shape step = new Shape(dimensions.subList(1, dimensions.size()));
        LayerPart part = LayerPart.of(model, node, layer, step);
        int examples = tensor(reshape(sequence, step));
        int result = layer.accept(new LayerLowering(part.model(), part.node(), List.of(examples), builder));
        if (result != examples) {
            builder.renamed(result, unique("step"));
        }
        Value steps = Value.computed(part.model().outputShape(part.node()), result);
        return reshape(steps, SHAPES.eachStep(sequence.shape(), layer));
    }

    @Override
    public List<Value> unstack(Value value) {
        List<Value> parts = new ArrayList<>();
        for (Shape shape : SHAPES.unstack(value.shape())) {
            parts.add(Value.computed(shape, builder.activation(unique("unpack"), shape)));
        }
        Options options =
                Options.of(OptionsTable.UNPACK).with("num", parts.size()).with("axis", 1);
        builder.operator(
                BuiltinOperator.UNPACK,
                options,
                parts.stream().map(this::tensor).toList(),
                tensor(value));
        return parts;
    }

    @Override
    public Value stack(List<Value> values) {
        Shape shape = SHAPES.stack(values.stream().map(Value::shape).toList());
        Options options = Options.of(OptionsTable.PACK)
                .with("values_count", values.size())
                .with("axis", 1);
        int[] operands = values.stream().mapToInt(this::tensor).toArray();
        return computed(BuiltinOperator.PACK, options, shape, operands);
    }

    @Override
    public Value prelu(Value value, Value slope) {
        return computed(BuiltinOperator.PRELU, Options.NONE, value.shape(), tensor(value), tensor(slope));
    }

    /** Dropout is for training alone. */
    @Override
    public Optional<Value> dropoutMask(Value of, Shape shape, float rate) {
        return Optional.empty();
    }

    @Override
    public Optional<Value> normalNoise(Value of, Shape shape) {
        return Optional.empty();
    }
}
