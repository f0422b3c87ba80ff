// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Grows a small graph, seeded, out of what rewrites look for; now and then somebody else uses a tensor too. */
final class RandomGraph {
    private static final List<ActivationFunction> CLAMPS = List.of(
            ActivationFunction.NONE, ActivationFunction.NONE, ActivationFunction.RELU, ActivationFunction.RELU6);

    private final SplittableRandom random;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private int last;

    private RandomGraph(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A graph of one float input of rank 4 and one to three float outputs. */
    static Graph of(long seed) {
        return new RandomGraph(seed).grow();
    }

    private Graph grow() {
        int batch = random.nextBoolean() ? -1 : 1;
        last = add(Tensor.activation(
                "x",
                TensorType.FLOAT32,
                Ints.of(batch, pick(List.of(1, 5, 6)), pick(List.of(1, 6)), pick(List.of(1, 2, 4)))));
        int length = random.nextInt(3, 14);
        for (int i = 0; i < length; i++) {
            int before = last;
            step();
            if (random.nextInt(8) == 0 && before != 0 && outputs.size() < 2) {
                outputs.add(before);
            }
        }
        emit(BuiltinOperator.ABS, Options.NONE, shape(), last);
        outputs.add(last);
        Ints ends = Ints.of(outputs.stream().mapToInt(Integer::intValue).toArray());
        return new Graph(
                "random", List.of(new Subgraph("main", tensors, Ints.of(0), ends, operators)), List.of(), List.of());
    }

    private void step() {
        boolean picture = shape().size() == 4 && shape().stream().skip(1).allMatch(size -> size > 0);
        switch (random.nextInt(picture ? 15 : 12)) {
            case 0, 1, 2 -> constant();
            case 3 -> unary();
            case 4 -> transpose();
            case 5 -> reshape();
            case 6 -> whole();
            case 7 -> pad();
            case 8 -> join();
            case 9 -> twins();
            case 10 -> reshapeAsComputed();
            case 11 -> fullyConnected();
            case 12, 13 -> convolution();
            default -> transposedConvolution();
        }
    }

    private void constant() {
        BuiltinOperator kind =
                pick(List.of(BuiltinOperator.MUL, BuiltinOperator.ADD, BuiltinOperator.SUB, BuiltinOperator.DIV));
        int constant = switch (random.nextInt(6)) {
            case 0 -> neutral(kind);
            case 1, 2 -> computed();
            default -> named(perChannel());
        };
        boolean swap = kind != BuiltinOperator.DIV && random.nextInt(3) == 0;
        Options options = Options.of(OptionsTable.valueOf(kind.name())).with("fused_activation_function", pick(CLAMPS));
        emit(kind, options, shape(), swap ? constant : last, swap ? last : constant);
    }

    // Away from 0, so that it may be divided by.
    private Tensor perChannel() {
        Ints shape = shape();
        int channels = shape.isEmpty() || random.nextBoolean() ? 1 : Math.max(1, shape.get(shape.size() - 1));
        float[] values = new float[channels];
        for (int i = 0; i < channels; i++) {
            values[i] = (float) random.nextDouble(0.5, 2) * (random.nextBoolean() ? 1 : -1);
        }
        return Tensor.constant("", TensorType.FLOAT32, Ints.of(channels), Buffer.ofFloats(values));
    }

    /** A factor as batch normalization has it before anybody has looked at it. */
    private int computed() {
        int value = last;
        Tensor constant = perChannel();
        Ints shape = constant.shape();
        int factor = named(constant);
        int positive = emit(BuiltinOperator.ABS, Options.NONE, shape, factor);
        int inverse = emit(BuiltinOperator.RSQRT, Options.NONE, shape, positive);
        int product = emit(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), shape, factor, inverse);
        last = value;
        return product;
    }

    private int neutral(BuiltinOperator kind) {
        boolean product = kind == BuiltinOperator.MUL || kind == BuiltinOperator.DIV;
        return named(Tensor.constant("", TensorType.FLOAT32, Ints.of(1), Buffer.ofFloats(product ? 1 : 0)));
    }

    private void unary() {
        BuiltinOperator kind = pick(List.of(
                BuiltinOperator.RELU,
                BuiltinOperator.RELU6,
                BuiltinOperator.RELU_N1_TO_1,
                BuiltinOperator.ABS,
                BuiltinOperator.NEG,
                BuiltinOperator.TANH,
                BuiltinOperator.LOGISTIC));
        int times = random.nextInt(1, 3);
        for (int i = 0; i < times; i++) {
            emit(kind, Options.NONE, shape(), last);
        }
    }

    private void transpose() {
        int rank = shape().size();
        int[] axes = IntStream.range(0, rank).toArray();
        for (int i = rank - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int axis = axes[i];
            axes[i] = axes[other];
            axes[other] = axis;
        }
        transpose(axes);
        if (random.nextBoolean()) {
            unary();
        }
        if (random.nextBoolean()) {
            int[] back = new int[rank];
            IntStream.range(0, rank).forEach(axis -> back[axes[axis]] = axis);
            transpose(back);
        }
    }

    private void transpose(int... axes) {
        Ints shape = Ints.of(Arrays.stream(axes).map(shape()::get).toArray());
        emit(BuiltinOperator.TRANSPOSE, Options.of(OptionsTable.TRANSPOSE), shape, last, ints(axes));
    }

    private void reshape() {
        Ints from = shape();
        int[] sizes = from.toArray();
        int rank = sizes.length;
        Ints to = from;
        if (rank > 2 && random.nextInt(3) > 0) {
            int[] joined = Arrays.copyOf(sizes, rank - 1);
            joined[rank - 2] = sizes[rank - 2] * sizes[rank - 1];
            boolean known = sizes[rank - 2] > 0 && sizes[rank - 1] > 0;
            to = known ? Ints.of(joined) : from;
        } else if (rank < 4 && random.nextBoolean()) {
            int[] longer = Arrays.copyOf(sizes, rank + 1);
            longer[rank] = 1;
            to = Ints.of(longer);
        }
        emit(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), to, last, ints(to.toArray()));
    }

    /** All of it, in one of many ways. */
    private void whole() {
        Ints shape = shape();
        int rank = shape.size();
        switch (random.nextInt(5)) {
            case 0 ->
                emit(
                        BuiltinOperator.SLICE,
                        Options.of(OptionsTable.SLICE),
                        shape,
                        last,
                        ints(new int[rank]),
                        ints(Ints.filled(rank, -1).toArray()));
            case 1 ->
                emit(
                        BuiltinOperator.STRIDED_SLICE,
                        Options.of(OptionsTable.STRIDED_SLICE).with("end_mask", (1 << rank) - 1),
                        shape,
                        last,
                        ints(new int[rank]),
                        ints(new int[rank]),
                        ints(Ints.filled(rank, 1).toArray()));
            case 2 ->
                emit(
                        BuiltinOperator.TILE,
                        Options.of(OptionsTable.TILE),
                        shape,
                        last,
                        ints(Ints.filled(rank, 1).toArray()));
            case 3 ->
                emit(
                        BuiltinOperator.SPLIT,
                        Options.of(OptionsTable.SPLIT).with("num_splits", 1),
                        shape,
                        named(Tensor.constant("", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(rank - 1))),
                        last);
            default -> mean();
        }
    }

    private void mean() {
        Ints shape = shape();
        int axis = random.nextInt(shape.size());
        if (shape.get(axis) < 0) {
            return;
        }
        emit(
                BuiltinOperator.MEAN,
                Options.of(OptionsTable.REDUCER).with("keep_dims", true),
                shape.with(axis, 1),
                last,
                ints(axis));
    }

    private void pad() {
        Ints shape = shape();
        int[] paddings = new int[2 * shape.size()];
        int axis = shape.size() > 2 ? 1 : shape.size() - 1;
        int added = shape.get(axis) > 0 ? random.nextInt(2) : 0;
        paddings[2 * axis + 1] = added;
        int operand = named(Tensor.constant("", TensorType.INT32, Ints.of(shape.size(), 2), Buffer.ofInts(paddings)));
        emit(
                BuiltinOperator.PAD,
                Options.of(OptionsTable.PAD),
                shape.with(axis, shape.get(axis) + added),
                last,
                operand);
    }

    private void join() {
        Ints shape = shape();
        int axis = shape.size() - 1;
        boolean twice = shape.get(axis) > 0 && shape.get(axis) < 8 && random.nextBoolean();
        Options options = Options.of(OptionsTable.CONCATENATION).with("axis", axis);
        if (twice) {
            int value = last;
            emit(BuiltinOperator.ABS, Options.NONE, shape, value);
            emit(BuiltinOperator.CONCATENATION, options, shape.with(axis, 2 * shape.get(axis)), value, last);
        } else {
            emit(BuiltinOperator.CONCATENATION, options, shape, last);
        }
    }

    /** The same twice, and the sum of both. */
    private void twins() {
        int value = last;
        Ints shape = shape();
        int one = emit(BuiltinOperator.TANH, Options.NONE, shape, value);
        int other = emit(BuiltinOperator.TANH, Options.NONE, shape, value);
        emit(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), shape, one, other);
    }

    /** To the shape that is there, which the model finds out when it runs; where the batch still comes first. */
    private void reshapeAsComputed() {
        Ints shape = shape();
        if (shape.stream().skip(1).anyMatch(size -> size < 0)) {
            return;
        }
        int value = last;
        Ints sizes = Ints.of(shape.size());
        int whole = emit(
                BuiltinOperator.SHAPE,
                Options.of(OptionsTable.SHAPE).with("out_type", TensorType.INT32),
                TensorType.INT32,
                sizes,
                value);
        Options first = Options.of(OptionsTable.STRIDED_SLICE).with("shrink_axis_mask", 1);
        int batch = emit(
                BuiltinOperator.STRIDED_SLICE, first, TensorType.INT32, Ints.EMPTY, whole, ints(0), ints(1), ints(1));
        int[] parts = new int[shape.size()];
        parts[0] = batch;
        for (int axis = 1; axis < parts.length; axis++) {
            parts[axis] = named(Tensor.constant("", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(shape.get(axis))));
        }
        Options pack = Options.of(OptionsTable.PACK).with("values_count", parts.length);
        int wanted = emit(BuiltinOperator.PACK, pack, TensorType.INT32, sizes, parts);
        emit(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), shape, value, wanted);
    }

    private void convolution() {
        Ints shape = shape();
        int window = pick(List.of(1, 3));
        int stride = pick(List.of(1, 2));
        boolean fits = shape.get(1) >= window && shape.get(2) >= window;
        Padding padding = fits && random.nextBoolean() ? Padding.VALID : Padding.SAME;
        boolean depthwise = random.nextInt(3) == 0;
        int channels = depthwise ? shape.get(3) * pick(List.of(1, 2)) : pick(List.of(1, 3));
        Ints weights =
                depthwise ? Ints.of(1, window, window, channels) : Ints.of(channels, window, window, shape.get(3));
        Options options = Options.of(depthwise ? OptionsTable.DEPTHWISE_CONV_2D : OptionsTable.CONV_2D)
                .with("padding", padding)
                .with("stride_h", stride)
                .with("stride_w", stride)
                .with("fused_activation_function", pick(CLAMPS));
        if (depthwise) {
            options = options.with("depth_multiplier", channels / shape.get(3));
        }
        int lost = padding == Padding.VALID ? window - 1 : 0;
        emit(
                depthwise ? BuiltinOperator.DEPTHWISE_CONV_2D : BuiltinOperator.CONV_2D,
                options,
                Ints.of(
                        shape.get(0),
                        (shape.get(1) - lost + stride - 1) / stride,
                        (shape.get(2) - lost + stride - 1) / stride,
                        channels),
                last,
                floats(weights),
                floats(Ints.of(channels)));
    }

    private void fullyConnected() {
        Ints shape = shape();
        int axis = shape.size() - 1;
        if (axis < 1 || shape.get(axis) < 0) {
            return;
        }
        int units = pick(List.of(1, 4));
        Options options = Options.of(OptionsTable.FULLY_CONNECTED)
                .with("keep_num_dims", true)
                .with("fused_activation_function", pick(CLAMPS));
        emit(
                BuiltinOperator.FULLY_CONNECTED,
                options,
                shape.with(axis, units),
                last,
                floats(Ints.of(units, shape.get(axis))),
                floats(Ints.of(units)));
    }

    private void transposedConvolution() {
        Ints shape = shape();
        if (shape.get(0) < 0) {
            return; // it takes the shape of its output, batch and all, from an operand
        }
        int channels = pick(List.of(1, 3));
        Ints to = Ints.of(shape.get(0), shape.get(1) * 2, shape.get(2) * 2, channels);
        Options options = Options.of(OptionsTable.TRANSPOSE_CONV)
                .with("padding", Padding.SAME)
                .with("stride_h", 2)
                .with("stride_w", 2);
        emit(
                BuiltinOperator.TRANSPOSE_CONV,
                options,
                to,
                ints(to.toArray()),
                floats(Ints.of(channels, 3, 3, shape.get(3))),
                last);
    }

    private int floats(Ints shape) {
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.7, 0.7);
        }
        return named(Tensor.constant("", TensorType.FLOAT32, shape, Buffer.ofFloats(values)));
    }

    private int ints(int... values) {
        return named(Tensor.constant("", TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
    }

    private int named(Tensor constant) {
        return add(constant.withName("c" + tensors.size()));
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    private int emit(BuiltinOperator kind, Options options, Ints shape, int... operands) {
        return emit(kind, options, TensorType.FLOAT32, shape, operands);
    }

    private int emit(BuiltinOperator kind, Options options, TensorType type, Ints shape, int... operands) {
        last = add(Tensor.activation("t" + tensors.size(), type, shape));
        Operator operator = Operator.of(OperatorCode.of(kind, 1), Ints.of(operands), Ints.of(last), options);
        operators.add(OperatorVersions.lowest(operator, tensors::get));
        return last;
    }

    private Ints shape() {
        return tensors.get(last).dynamicShape();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
