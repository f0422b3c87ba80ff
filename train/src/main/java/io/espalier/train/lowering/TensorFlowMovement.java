// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Reverse;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Operations that move values and compute none. */
interface TensorFlowMovement extends Operations<Value> {
    /** Adds operations to the graph. */
    Ops tf();

    @Override
    default Value reshape(Value value, Shape shape) {
        int[] dimensions = value.batched() ? Dimensions.batched(shape) : shape.toArray();
        return new Value(tf().reshape(value.operand(), tf().constant(dimensions)), shape, value.batched());
    }

    @Override
    default Value transpose(Value value, int... axes) {
        int batches = value.batches();
        int[] order = new int[axes.length + batches];
        for (int axis = 0; axis < axes.length; axis++) {
            order[axis + batches] = axes[axis] + batches;
        }
        Shape shape = Value.SHAPES.transpose(value.shape(), axes);
        return new Value(tf().linalg.transpose(value.operand(), tf().constant(order)), shape, value.batched());
    }

    @Override
    default Value slice(Value value, int axis, int from, int size) {
        Shape shape = Value.SHAPES.slice(value.shape(), axis, from, size);
        int rank = shape.rank() + value.batches();
        int[] begins = new int[rank];
        int[] sizes = new int[rank];
        Arrays.fill(sizes, -1);
        begins[value.place(axis)] = from;
        sizes[value.place(axis)] = size;
        return new Value(
                tf().slice(value.operand(), tf().constant(begins), tf().constant(sizes)), shape, value.batched());
    }

    @Override
    default Value take(Value value, int axis, List<Integer> indices) {
        Shape shape = Value.SHAPES.take(value.shape(), axis, indices);
        int[] places = indices.stream().mapToInt(Integer::intValue).toArray();
        return new Value(
                tf().gather(value.operand(), tf().constant(places), tf().constant(value.place(axis))),
                shape,
                value.batched());
    }

    @Override
    default Value reverse(Value value, int axis) {
        Reverse<TFloat32> reversed = tf().reverse(value.operand(), tf().constant(new int[] {value.place(axis)}));
        return value.with(reversed);
    }

    @Override
    default Value concatenate(List<Value> values, int axis) {
        Shape shape = Value.SHAPES.concatenate(values.stream().map(Value::shape).toList(), axis);
        List<Operand<TFloat32>> operands = values.stream().map(Value::operand).toList();
        Value first = values.get(0);
        return new Value(tf().concat(operands, tf().constant(first.place(axis))), shape, first.batched());
    }

    @Override
    default Value pad(Value value, List<Integer> before, List<Integer> after) {
        Shape shape = Value.SHAPES.pad(value.shape(), before, after);
        Operand<TInt32> paddings = tf().constant(amounts(value, before, after));
        return new Value(tf().pad(value.operand(), paddings, tf().constant(0f)), shape, value.batched());
    }

    @Override
    default Value mirror(Value value, List<Integer> before, List<Integer> after, boolean repeatsEdge) {
        Shape shape = Value.SHAPES.mirror(value.shape(), before, after, repeatsEdge);
        Operand<TInt32> paddings = tf().constant(amounts(value, before, after));
        String mode = repeatsEdge ? "SYMMETRIC" : "REFLECT";
        return new Value(tf().mirrorPad(value.operand(), paddings, mode), shape, value.batched());
    }

    private static int[][] amounts(Value value, List<Integer> before, List<Integer> after) {
        int batches = value.batches();
        int[][] amounts = new int[before.size() + batches][2];
        for (int axis = 0; axis < before.size(); axis++) {
            amounts[axis + batches] = new int[] {before.get(axis), after.get(axis)};
        }
        return amounts;
    }

    @Override
    default Value tile(Value value, List<Integer> times) {
        int[] multiples = IntStream.concat(
                        IntStream.generate(() -> 1).limit(value.batches()),
                        times.stream().mapToInt(Integer::intValue))
                .toArray();
        Shape shape = Value.SHAPES.tile(value.shape(), times);
        return new Value(tf().tile(value.operand(), tf().constant(multiples)), shape, value.batched());
    }

    @Override
    default Value rows(Value table, Value indices) {
        Shape shape = Value.SHAPES.rows(table.shape(), indices.shape());
        Operand<TInt32> numbers = tf().dtypes.cast(indices.operand(), TInt32.class);
        return new Value(tf().gather(table.operand(), numbers, tf().constant(0)), shape, indices.batched());
    }

    @Override
    default List<Value> unstack(Value value) {
        Shape inner = Value.SHAPES.unstack(value.shape()).get(0);
        List<Value> values = new ArrayList<>();
        for (Operand<TFloat32> part : tf().unstack(
                        value.operand(), (long) value.shape().dimension(0), Unstack.axis((long) value.batches()))) {
            values.add(new Value(part, inner, value.batched()));
        }
        return values;
    }

    @Override
    default Value stack(List<Value> values) {
        Value first = values.get(0);
        List<Operand<TFloat32>> operands = values.stream().map(Value::operand).toList();
        Shape shape = Value.SHAPES.stack(values.stream().map(Value::shape).toList());
        return new Value(tf().stack(operands, Stack.axis((long) first.batches())), shape, first.batched());
    }
}
