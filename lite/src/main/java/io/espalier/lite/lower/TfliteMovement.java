// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.TfliteValues.Value;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.MirrorPadMode;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that move values, leave some out, or add them up. */
record TfliteMovement(TfliteValues graph) {
    private static final Operations<Shape> SHAPES = Operations.shapes(List.of());
    private static final int WHOLE = -1;

    Value reshape(Value value, Shape shape) {
        if (value.constant().isPresent()) {
            return TfliteValues.constant(
                    value.constant().get().name(),
                    Tensor.of(shape, value.values().toArray()),
                    value.constant().get().weight());
        }
        Ints dimensions = value.isBatched() ? SubgraphBuilder.batched(shape) : Ints.of(shape.toArray());
        int operand = graph.ints("shape", Ints.of(dimensions.size()), dimensions.toArray());
        return graph.computed(
                BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), shape, graph.tensor(value), operand);
    }

    /** A constant of the values of another in other places. */
    private static Value moved(Value value, String name, Tensor values) {
        TfliteValues.Constant constant = value.constant().orElseThrow();
        return TfliteValues.constant(constant.name() + "_" + name, values, constant.weight());
    }

    Value transpose(Value value, int... axes) {
        Shape shape = SHAPES.transpose(value.shape(), axes);
        if (value.constant().isPresent()) {
            return moved(value, "transposed", Constants.transpose(value.values(), shape, axes));
        }
        int batch = value.batchDimensions();
        int[] order = new int[axes.length + batch];
        for (int axis = 0; axis < axes.length; axis++) {
            order[axis + batch] = axes[axis] + batch;
        }
        int operand = graph.ints("perm", Ints.of(order.length), order);
        return graph.computed(
                BuiltinOperator.TRANSPOSE, Options.of(OptionsTable.TRANSPOSE), shape, graph.tensor(value), operand);
    }

    Value slice(Value value, int axis, int from, int size) {
        Shape shape = SHAPES.slice(value.shape(), axis, from, size);
        if (value.constant().isPresent()) {
            return moved(value, String.valueOf(from), Constants.slice(value.values(), axis, from, size));
        }
        int[] begins = new int[shape.rank() + value.batchDimensions()];
        int[] sizes = new int[begins.length];
        Arrays.fill(sizes, WHOLE);
        begins[place(value, axis)] = from;
        sizes[place(value, axis)] = size;
        int begin = graph.ints("begin", Ints.of(begins.length), begins);
        int extent = graph.ints("size", Ints.of(sizes.length), sizes);
        return graph.computed(
                BuiltinOperator.SLICE, Options.of(OptionsTable.SLICE), shape, graph.tensor(value), begin, extent);
    }

    Value take(Value value, int axis, List<Integer> indices) {
        Shape shape = SHAPES.take(value.shape(), axis, indices);
        int[] places = indices.stream().mapToInt(Integer::intValue).toArray();
        int operand = graph.ints("indices", Ints.of(places.length), places);
        Options options = Options.of(OptionsTable.GATHER).with("axis", place(value, axis));
        return graph.computed(BuiltinOperator.GATHER, options, shape, graph.tensor(value), operand);
    }

    Value reverse(Value value, int axis) {
        if (value.constant().isPresent()) {
            return moved(value, "reversed_" + axis, Constants.reverse(value.values(), place(value, axis)));
        }
        int operand = graph.ints("axis", Ints.of(1), place(value, axis));
        Options options = Options.of(OptionsTable.REVERSE_V2);
        return graph.computed(BuiltinOperator.REVERSE_V2, options, value.shape(), graph.tensor(value), operand);
    }

    Value concatenate(List<Value> values, int axis) {
        Shape shape = SHAPES.concatenate(values.stream().map(Value::shape).toList(), axis);
        int place = (axis < 0 ? shape.rank() + axis : axis) + batchDimensions(values);
        Options options = Options.of(OptionsTable.CONCATENATION).with("axis", place);
        int[] operands = values.stream().mapToInt(graph::tensor).toArray();
        return graph.computed(BuiltinOperator.CONCATENATION, options, shape, operands);
    }

    Value pad(Value value, List<Integer> before, List<Integer> after) {
        Shape shape = SHAPES.pad(value.shape(), before, after);
        if (value.constant().isPresent()) {
            return moved(value, "padded", Constants.pad(value.values(), shape, before));
        }
        int operand = paddings(value, before, after);
        return graph.computed(BuiltinOperator.PAD, Options.of(OptionsTable.PAD), shape, graph.tensor(value), operand);
    }

    Value mirror(Value value, List<Integer> before, List<Integer> after, boolean repeatsEdge) {
        Shape shape = SHAPES.mirror(value.shape(), before, after, repeatsEdge);
        Options options = Options.of(OptionsTable.MIRROR_PAD)
                .with("mode", repeatsEdge ? MirrorPadMode.SYMMETRIC : MirrorPadMode.REFLECT);
        int operand = paddings(value, before, after);
        return graph.computed(BuiltinOperator.MIRROR_PAD, options, shape, graph.tensor(value), operand);
    }

    private int paddings(Value value, List<Integer> before, List<Integer> after) {
        int batch = value.batchDimensions();
        int[] amounts = new int[2 * (before.size() + batch)];
        for (int axis = 0; axis < before.size(); axis++) {
            amounts[2 * (axis + batch)] = before.get(axis);
            amounts[2 * (axis + batch) + 1] = after.get(axis);
        }
        return graph.ints("paddings", Ints.of(before.size() + batch, 2), amounts);
    }

    Value tile(Value value, List<Integer> times) {
        int batch = value.batchDimensions();
        int[] multiples = new int[times.size() + batch];
        Arrays.fill(multiples, 1);
        for (int axis = 0; axis < times.size(); axis++) {
            multiples[axis + batch] = times.get(axis);
        }
        Shape shape = SHAPES.tile(value.shape(), times);
        int operand = graph.ints("multiples", Ints.of(multiples.length), multiples);
        return graph.computed(BuiltinOperator.TILE, Options.of(OptionsTable.TILE), shape, graph.tensor(value), operand);
    }

    Value reduce(Reduction reduction, Value value, boolean keepDimensions, int... axes) {
        Shape shape = SHAPES.reduce(reduction, value.shape(), keepDimensions, axes);
        BuiltinOperator operator = switch (reduction) {
            case MAXIMUM -> BuiltinOperator.REDUCE_MAX;
            case MEAN -> BuiltinOperator.MEAN;
            case MINIMUM -> BuiltinOperator.REDUCE_MIN;
            case PRODUCT -> BuiltinOperator.REDUCE_PROD;
            case SUM -> BuiltinOperator.SUM;
        };
        int[] places = Arrays.stream(axes).map(axis -> place(value, axis)).toArray();
        int operand = graph.ints("axes", Ints.of(places.length), places);
        Options options = Options.of(OptionsTable.REDUCER).with("keep_dims", keepDimensions);
        return graph.computed(operator, options, shape, graph.tensor(value), operand);
    }

    /** The index of an extreme, found as a whole number, and as a float. */
    Value place(BuiltinOperator operator, OptionsTable table, Value value, int axis) {
        Shape shape = SHAPES.argMax(value.shape(), axis);
        int operand = graph.ints("axis", Ints.of(1), place(value, axis));
        int index = graph.builder().numbers(graph.unique("index"), shape);
        Options options = Options.of(table).with("output_type", TensorType.INT32);
        graph.builder().operator(operator, options, index, graph.tensor(value), operand);
        Options cast = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.INT32)
                .with("out_data_type", TensorType.FLOAT32);
        return graph.computed(BuiltinOperator.CAST, cast, shape, index);
    }

    Value pool(BuiltinOperator operator, Value picture, Size window, Size strides, Padding padding) {
        Shape shape = SHAPES.maxPool(picture.shape(), window, strides, padding);
        Options options = WindowOptions.of(OptionsTable.POOL_2D, strides, padding)
                .with("filter_width", window.width())
                .with("filter_height", window.height());
        return graph.computed(operator, options, shape, graph.tensor(picture));
    }

    Value rows(Value table, Value indices) {
        Shape shape = SHAPES.rows(table.shape(), indices.shape());
        int numbers = graph.builder().numbers(graph.unique("cast"), indices.shape());
        Options cast = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.FLOAT32)
                .with("out_data_type", TensorType.INT32);
        graph.builder().operator(BuiltinOperator.CAST, cast, numbers, graph.tensor(indices));
        return graph.computed(
                BuiltinOperator.GATHER, Options.of(OptionsTable.GATHER), shape, graph.tensor(table), numbers);
    }

    Value resize(Value picture, Size size, Interpolation interpolation) {
        Shape shape = SHAPES.resize(picture.shape(), size, interpolation);
        int operand = graph.ints("size", Ints.of(2), size.height(), size.width());
        return switch (interpolation) {
            case BILINEAR ->
                graph.computed(
                        BuiltinOperator.RESIZE_BILINEAR,
                        Options.of(OptionsTable.RESIZE_BILINEAR).with("half_pixel_centers", true),
                        shape,
                        graph.tensor(picture),
                        operand);
            case NEAREST ->
                graph.computed(
                        BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
                        Options.of(OptionsTable.RESIZE_NEAREST_NEIGHBOR).with("half_pixel_centers", true),
                        shape,
                        graph.tensor(picture),
                        operand);
            case BICUBIC -> throw new IllegalArgumentException("composed of other operations");
        };
    }

    List<Value> unstack(Value value) {
        List<Value> parts = new ArrayList<>();
        for (Shape shape : SHAPES.unstack(value.shape())) {
            int part = graph.builder().activation(graph.unique("unpack"), shape, value.isBatched());
            parts.add(new Value(shape, value.isBatched(), Optional.of(part), Optional.empty()));
        }
        Options options =
                Options.of(OptionsTable.UNPACK).with("num", parts.size()).with("axis", value.batchDimensions());
        graph.builder()
                .operator(
                        BuiltinOperator.UNPACK,
                        options,
                        parts.stream().map(graph::tensor).toList(),
                        graph.tensor(value));
        return parts;
    }

    Value stack(List<Value> values) {
        Shape shape = SHAPES.stack(values.stream().map(Value::shape).toList());
        Options options = Options.of(OptionsTable.PACK)
                .with("values_count", values.size())
                .with("axis", batchDimensions(values));
        int[] operands = values.stream().mapToInt(graph::tensor).toArray();
        return graph.computed(BuiltinOperator.PACK, options, shape, operands);
    }

    private static int batchDimensions(List<Value> values) {
        return values.stream().mapToInt(Value::batchDimensions).max().orElse(1);
    }

    /** The position of an axis after the batch, if there is one. */
    private static int place(Value value, int axis) {
        return (axis < 0 ? value.shape().rank() + axis : axis) + value.batchDimensions();
    }
}
