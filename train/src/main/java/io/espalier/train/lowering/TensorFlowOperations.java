// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;
import io.espalier.train.gradient.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Reverse;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What composed layers are made of, as operations of TensorFlow. */
final class TensorFlowOperations implements Operations<TensorFlowOperations.Value> {
    private static final Operations<Shape> SHAPES = Operations.shapes(List.of());

    /**
     * A tensor of the graph.
     *
     * @param shape without the batch
     * @param batched whether it has a batch in front; constants have none
     * @param logits the input of the softmax or sigmoid that computed it, if one did
     */
    record Value(Operand<TFloat32> operand, Shape shape, boolean batched, Optional<LayerOutput.Logits> logits) {
        Value(Operand<TFloat32> operand, Shape shape, boolean batched) {
            this(operand, shape, batched, Optional.empty());
        }

        Value with(Operand<TFloat32> changed) {
            return new Value(changed, shape, batched);
        }

        private Value with(Operand<TFloat32> changed, ActivationFunction function) {
            return new Value(changed, shape, batched, Optional.of(new LayerOutput.Logits(function, operand)));
        }

        LayerOutput output() {
            return new LayerOutput(operand, logits, Optional.empty());
        }

        /** How many dimensions it has in front of its shape. */
        int batches() {
            return batched ? 1 : 0;
        }
    }

    private final Site site;
    private final Ops tf;
    private final Optional<TrainingBehaviour> training;
    private int randoms;

    TensorFlowOperations(Site site, Optional<TrainingBehaviour> training) {
        this.site = site;
        this.tf = site.tf();
        this.training = training;
    }

    @Override
    public Shape shape(Value value) {
        return value.shape();
    }

    @Override
    public Value weight(String name) {
        Operand<TFloat32> weight = site.weight(name);
        return new Value(weight, site.model().weights().get(site.key(name)).shape(), false);
    }

    @Override
    public Value weight(String name, int from, int to) {
        return slice(weight(name), -1, from, to - from);
    }

    @Override
    public Value constant(io.espalier.model.tensor.Tensor value) {
        Operand<TFloat32> flat = tf.constant(value.toArray());
        return new Value(tf.reshape(flat, tf.constant(value.shape().toArray())), value.shape(), false);
    }

    @Override
    public Value unary(Unary function, Value value) {
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> result = switch (function) {
            case ABS -> tf.math.abs(x);
            case ELU -> tf.nn.elu(x);
            case EXP -> tf.math.exp(x);
            case HARD_SWISH -> {
                Operand<TFloat32> gate = tf.nn.relu6(tf.math.add(x, tf.constant(3f)));
                yield tf.math.mul(x, tf.math.mul(gate, tf.constant(1 / 6f)));
            }
            case LOG -> tf.math.log(x);
            case NEGATE -> tf.math.neg(x);
            case RELU -> tf.nn.relu(x);
            case RELU6 -> tf.nn.relu6(x);
            case RSQRT -> tf.math.rsqrt(x);
            case SIGMOID -> tf.math.sigmoid(x);
            case SQRT -> tf.math.sqrt(x);
            case SQUARE -> tf.math.square(x);
            case TANH -> tf.math.tanh(x);
        };
        return function == Unary.SIGMOID ? value.with(result, ActivationFunction.SIGMOID) : value.with(result);
    }

    @Override
    public Value binary(Binary function, Value left, Value right) {
        Shape shape = SHAPES.binary(function, left.shape(), right.shape());
        Operand<TFloat32> x = aligned(left, shape.rank());
        Operand<TFloat32> y = aligned(right, shape.rank());
        Operand<TFloat32> result = switch (function) {
            case ADD -> tf.math.add(x, y);
            case SUBTRACT -> tf.math.sub(x, y);
            case MULTIPLY -> tf.math.mul(x, y);
            case DIVIDE -> tf.math.div(x, y);
            case MAXIMUM -> tf.math.maximum(x, y);
            case MINIMUM -> tf.math.minimum(x, y);
        };
        return new Value(result, shape, left.batched() || right.batched());
    }

    // Behind the batch, shapes are aligned at the last dimension; without one they are anyway.
    private Operand<TFloat32> aligned(Value value, int rank) {
        if (!value.batched() || value.shape().rank() == rank) {
            return value.operand();
        }
        List<Integer> dimensions =
                new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
        dimensions.addAll(value.shape().dimensions());
        return reshape(value, new Shape(dimensions)).operand();
    }

    @Override
    public Value isAbove(Value value, float threshold) {
        return value.with(tf.dtypes.cast(tf.math.greater(value.operand(), tf.constant(threshold)), TFloat32.class));
    }

    @Override
    public Value leakyRelu(Value value, float slope) {
        return value.with(tf.nn.leakyRelu(value.operand(), LeakyRelu.alpha(slope)));
    }

    @Override
    public Value gelu(Value value, boolean approximate) {
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> twice;
        if (approximate) {
            Operand<TFloat32> cube = tf.math.mul(x, tf.math.square(x));
            Operand<TFloat32> inner = tf.math.add(x, tf.math.mul(cube, tf.constant(0.044715f)));
            twice = tf.math.tanh(tf.math.mul(inner, tf.constant((float) Math.sqrt(2 / Math.PI))));
        } else {
            twice = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
        }
        Operand<TFloat32> half = tf.math.mul(x, tf.constant(0.5f));
        return value.with(tf.math.mul(half, tf.math.add(twice, tf.constant(1f))));
    }

    @Override
    public Value softmax(Value value) {
        return value.with(tf.nn.softmax(value.operand()), ActivationFunction.SOFTMAX);
    }

    @Override
    public Value dense(Value value, Value matrix) {
        Shape shape = SHAPES.dense(value.shape(), matrix.shape());
        if (value.batched() && value.shape().rank() == 1) {
            return new Value(tf.linalg.matMul(value.operand(), matrix.operand()), shape, true);
        }
        Operand<TFloat32> rows = tf.reshape(
                value.operand(), tf.constant(new int[] {-1, value.shape().channels()}));
        Value product = new Value(tf.linalg.matMul(rows, matrix.operand()), shape, value.batched());
        return reshape(product, shape);
    }

    @Override
    public Value matMul(Value left, Value right, boolean transposeRight) {
        Shape shape = SHAPES.matMul(left.shape(), right.shape(), transposeRight);
        Operand<TFloat32> product =
                tf.train.batchMatMul(left.operand(), right.operand(), TFloat32.class, BatchMatMul.adjY(transposeRight));
        return new Value(product, shape, left.batched());
    }

    @Override
    public Value reshape(Value value, Shape shape) {
        int[] dimensions = value.batched() ? Dimensions.batched(shape) : shape.toArray();
        return new Value(tf.reshape(value.operand(), tf.constant(dimensions)), shape, value.batched());
    }

    @Override
    public Value transpose(Value value, int... axes) {
        int batches = value.batches();
        int[] order = new int[axes.length + batches];
        for (int axis = 0; axis < axes.length; axis++) {
            order[axis + batches] = axes[axis] + batches;
        }
        Shape shape = SHAPES.transpose(value.shape(), axes);
        return new Value(tf.linalg.transpose(value.operand(), tf.constant(order)), shape, value.batched());
    }

    @Override
    public Value slice(Value value, int axis, int from, int size) {
        Shape shape = SHAPES.slice(value.shape(), axis, from, size);
        int rank = shape.rank() + value.batches();
        int[] begins = new int[rank];
        int[] sizes = new int[rank];
        Arrays.fill(sizes, -1);
        begins[place(value, axis)] = from;
        sizes[place(value, axis)] = size;
        return new Value(tf.slice(value.operand(), tf.constant(begins), tf.constant(sizes)), shape, value.batched());
    }

    private static int place(Value value, int axis) {
        return (axis < 0 ? value.shape().rank() + axis : axis) + value.batches();
    }

    @Override
    public Value reverse(Value value, int axis) {
        Reverse<TFloat32> reversed = tf.reverse(value.operand(), tf.constant(new int[] {place(value, axis)}));
        return value.with(reversed);
    }

    @Override
    public Value concatenate(List<Value> values, int axis) {
        Shape shape = SHAPES.concatenate(values.stream().map(Value::shape).toList(), axis);
        List<Operand<TFloat32>> operands = values.stream().map(Value::operand).toList();
        Value first = values.get(0);
        return new Value(tf.concat(operands, tf.constant(place(first, axis))), shape, first.batched());
    }

    @Override
    public Value pad(Value value, List<Integer> before, List<Integer> after) {
        int batches = value.batches();
        int[][] amounts = new int[before.size() + batches][2];
        for (int axis = 0; axis < before.size(); axis++) {
            amounts[axis + batches] = new int[] {before.get(axis), after.get(axis)};
        }
        Operand<TInt32> paddings = tf.constant(amounts);
        Shape shape = SHAPES.pad(value.shape(), before, after);
        return new Value(tf.pad(value.operand(), paddings, tf.constant(0f)), shape, value.batched());
    }

    @Override
    public Value tile(Value value, List<Integer> times) {
        int[] multiples = IntStream.concat(
                        IntStream.generate(() -> 1).limit(value.batches()),
                        times.stream().mapToInt(Integer::intValue))
                .toArray();
        Shape shape = SHAPES.tile(value.shape(), times);
        return new Value(tf.tile(value.operand(), tf.constant(multiples)), shape, value.batched());
    }

    @Override
    public Value reduce(Reduction reduction, Value value, boolean keepDimensions, int... axes) {
        Shape shape = SHAPES.reduce(reduction, value.shape(), keepDimensions, axes);
        Operand<TInt32> places =
                tf.constant(Arrays.stream(axes).map(axis -> place(value, axis)).toArray());
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> reduced = switch (reduction) {
            case MAXIMUM -> tf.max(x, places);
            case MEAN -> tf.math.mean(x, places, Mean.keepDims(false));
            case MINIMUM -> tf.min(x, places);
            case SUM -> tf.sum(x, places);
        };
        Value result = new Value(reduced, shape, value.batched());
        return keepDimensions ? reshape(result, shape) : result;
    }

    @Override
    public Value rows(Value table, Value indices) {
        Shape shape = SHAPES.rows(table.shape(), indices.shape());
        Operand<TInt32> numbers = tf.dtypes.cast(indices.operand(), TInt32.class);
        return new Value(tf.gather(table.operand(), numbers, tf.constant(0)), shape, indices.batched());
    }

    @Override
    public Value resize(Value image, Size size, Interpolation interpolation) {
        Shape shape = SHAPES.resize(image.shape(), size, interpolation);
        Operand<TInt32> sides = tf.constant(new int[] {size.height(), size.width()});
        Operand<TFloat32> resized = switch (interpolation) {
            case BILINEAR -> tf.image.resizeBilinear(image.operand(), sides, ResizeBilinear.halfPixelCenters(true));
            case NEAREST ->
                tf.image.resizeNearestNeighbor(image.operand(), sides, ResizeNearestNeighbor.halfPixelCenters(true));
        };
        return new Value(resized, shape, true);
    }

    /**
     * Pools the sums of the layer before, where it has some, and then applies bias and activation to the largest alone: this gives the same
     * with less work.
     *
     * <pre>
     * conv -> bias -> relu -> maxPool    is done as    conv -> maxPool -> bias -> relu
     * </pre>
     */
    @Override
    public Value maxPool(Value image, Size window, Size strides, Padding padding) {
        Shape shape = SHAPES.maxPool(image.shape(), window, strides, padding);
        Operand<TFloat32> largest = site.layers().stream()
                .filter(layer -> layer.values() == image.operand())
                .findFirst()
                .flatMap(LayerOutput::sums)
                .map(sums -> sums.rest().apply(largest(sums.values(), window, strides, padding)))
                .orElseGet(() -> largest(image.operand(), window, strides, padding));
        return new Value(largest, shape, true);
    }

    private Operand<TFloat32> largest(Operand<TFloat32> input, Size window, Size strides, Padding padding) {
        // tf.nn.maxPool makes a MaxPoolV2, for which oneDNN has no kernel: an epoch of the lab then takes twice as
        // long.
        OperationBuilder maxPool = tf.scope().opBuilder("MaxPool", "MaxPool");
        maxPool.addInput(input.asOutput());
        maxPool.setAttr("ksize", Dimensions.windowVector(window));
        maxPool.setAttr("strides", Dimensions.windowVector(strides));
        maxPool.setAttr("padding", padding.name());
        return maxPool.build().<TFloat32>output(0);
    }

    @Override
    public Value averagePool(Value image, Size window, Size strides, Padding padding) {
        Shape shape = SHAPES.averagePool(image.shape(), window, strides, padding);
        Operand<TFloat32> means =
                tf.nn.avgPool(image.operand(), Dimensions.window(window), Dimensions.window(strides), padding.name());
        return new Value(means, shape, true);
    }

    @Override
    public Value convolve(Value image, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolve(image.shape(), kernel.shape(), strides, padding, dilation);
        Operand<TFloat32> sums = new Dilation(tf, image.shape(), window(kernel), dilation)
                .around(
                        image.operand(),
                        padding,
                        (input, inner) ->
                                tf.nn.conv2d(input, kernel.operand(), Dimensions.window(strides), inner.name()));
        return new Value(sums, shape, true);
    }

    @Override
    public Value convolveDepthwise(Value image, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolveDepthwise(image.shape(), kernel.shape(), strides, padding, dilation);
        Operand<TFloat32> sums = new Dilation(tf, image.shape(), window(kernel), dilation)
                .around(
                        image.operand(),
                        padding,
                        (input, inner) -> tf.nn.depthwiseConv2dNative(
                                input, kernel.operand(), Dimensions.window(strides), inner.name()));
        return new Value(sums, shape, true);
    }

    private static Size window(Value kernel) {
        return new Size(kernel.shape().dimension(0), kernel.shape().dimension(1));
    }

    @Override
    public Value convolveTransposed(Value image, Value kernel, Size result, Size strides, Padding padding) {
        Shape shape = SHAPES.convolveTransposed(image.shape(), kernel.shape(), result, strides, padding);
        Operand<TFloat32> sums = tf.nn.conv2dBackpropInput(
                Dimensions.behindBatchOf(tf, image.operand(), shape),
                kernel.operand(),
                image.operand(),
                Dimensions.window(strides),
                padding.name());
        return new Value(sums, shape, true);
    }

    @Override
    public Value convolveVolume(Value volume, Value kernel, Volume strides, Padding padding) {
        if (training.isPresent() && !Gradients.areRegistered()) {
            throw new ModelException(
                    "layer '" + site.node().name() + "' (" + site.node().layer().kind()
                            + ") cannot be trained on Windows, where TensorFlow Java takes no gradients of others");
        }
        Shape shape = SHAPES.convolveVolume(volume.shape(), kernel.shape(), strides, padding);
        List<Long> steps = List.of(1L, (long) strides.depth(), (long) strides.height(), (long) strides.width(), 1L);
        return new Value(tf.nn.conv3d(volume.operand(), kernel.operand(), steps, padding.name()), shape, true);
    }

    /** Steps become examples of a larger batch. */
    @Override
    public Value eachStep(Value sequence, Layer layer) {
        Shape shape = SHAPES.eachStep(sequence.shape(), layer);
        List<Integer> step = sequence.shape().dimensions();
        Shape example = new Shape(step.subList(1, step.size()));
        Value examples = reshape(sequence, example);
        Site inner = site.within(layer, example, examples.operand());
        LayerOutput output = layer.accept(
                training.isPresent() ? new TrainingLowering(inner, training.get()) : new InferenceLowering(inner));
        return new Value(tf.reshape(output.values(), tf.constant(Dimensions.batched(shape))), shape, true);
    }

    @Override
    public List<Value> unstack(Value value) {
        Shape inner = SHAPES.unstack(value.shape()).get(0);
        List<Value> values = new ArrayList<>();
        for (Operand<TFloat32> part :
                tf.unstack(value.operand(), (long) value.shape().dimension(0), Unstack.axis((long) value.batches()))) {
            values.add(new Value(part, inner, value.batched()));
        }
        return values;
    }

    @Override
    public Value stack(List<Value> values) {
        Value first = values.get(0);
        List<Operand<TFloat32>> operands = values.stream().map(Value::operand).toList();
        Shape shape = SHAPES.stack(values.stream().map(Value::shape).toList());
        return new Value(tf.stack(operands, Stack.axis((long) first.batches())), shape, first.batched());
    }

    @Override
    public Optional<Value> dropoutMask(Value of, Shape shape, float rate) {
        return training.map(behaviour -> new Value(
                behaviour.dropoutMask(tf, randomPlace(), Dimensions.behindBatchOf(tf, of.operand(), shape), rate),
                shape,
                true));
    }

    @Override
    public Optional<Value> normalNoise(Value of, Shape shape) {
        return training.map(behaviour -> new Value(
                behaviour.normalNoise(tf, randomPlace(), Dimensions.behindBatchOf(tf, of.operand(), shape)),
                shape,
                true));
    }

    private String randomPlace() {
        return site.node().name() + "/random_" + randoms++;
    }
}
