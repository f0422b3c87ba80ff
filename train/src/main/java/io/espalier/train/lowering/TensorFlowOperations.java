// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;
import io.espalier.train.gradient.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What composed layers are made of, as operations of TensorFlow. */
final class TensorFlowOperations implements TensorFlowElements, TensorFlowMovement, TensorFlowProducts {
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
    public Ops tf() {
        return tf;
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
    public Value reduce(Reduction reduction, Value value, boolean keepDimensions, int... axes) {
        Shape shape = Value.SHAPES.reduce(reduction, value.shape(), keepDimensions, axes);
        Operand<TInt32> places =
                tf.constant(Arrays.stream(axes).map(axis -> value.place(axis)).toArray());
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> reduced = switch (reduction) {
            case MAXIMUM -> tf.max(x, places);
            case MEAN -> tf.math.mean(x, places, Mean.keepDims(false));
            case MINIMUM -> tf.min(x, places);
            case PRODUCT -> tf.prod(x, places);
            case SUM -> tf.sum(x, places);
        };
        Value result = new Value(reduced, shape, value.batched());
        return keepDimensions ? reshape(result, shape) : result;
    }

    @Override
    public Value argMax(Value value, int axis) {
        Operand<TInt32> place = tf.constant(value.place(axis));
        return indices(value, axis, tf.math.argMax(value.operand(), place, TInt32.class));
    }

    @Override
    public Value argMin(Value value, int axis) {
        Operand<TInt32> place = tf.constant(value.place(axis));
        return indices(value, axis, tf.math.argMin(value.operand(), place, TInt32.class));
    }

    private Value indices(Value value, int axis, Operand<TInt32> places) {
        Operand<TFloat32> numbers = tf.stopGradient(tf.dtypes.cast(places, TFloat32.class));
        return new Value(numbers, Value.SHAPES.argMax(value.shape(), axis), value.batched());
    }

    @Override
    public Value resize(Value image, Size size, Interpolation interpolation) {
        Shape shape = Value.SHAPES.resize(image.shape(), size, interpolation);
        Operand<TInt32> sides = tf.constant(new int[] {size.height(), size.width()});
        Operand<TFloat32> resized = switch (interpolation) {
            case BILINEAR -> tf.image.resizeBilinear(image.operand(), sides, ResizeBilinear.halfPixelCenters(true));
            case NEAREST ->
                tf.image.resizeNearestNeighbor(image.operand(), sides, ResizeNearestNeighbor.halfPixelCenters(true));
            case BICUBIC -> throw new IllegalArgumentException("composed of other operations");
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
        Shape shape = Value.SHAPES.maxPool(image.shape(), window, strides, padding);
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
        Shape shape = Value.SHAPES.averagePool(image.shape(), window, strides, padding);
        Operand<TFloat32> means =
                tf.nn.avgPool(image.operand(), Dimensions.window(window), Dimensions.window(strides), padding.name());
        return new Value(means, shape, true);
    }

    @Override
    public Value convolveVolume(Value volume, Value kernel, Volume strides, Padding padding) {
        if (training.isPresent() && !Gradients.areRegistered()) {
            throw new ModelException(
                    "layer '" + site.node().name() + "' (" + site.node().layer().kind()
                            + ") cannot be trained on Windows, where TensorFlow Java does not accept custom gradients");
        }
        Shape shape = Value.SHAPES.convolveVolume(volume.shape(), kernel.shape(), strides, padding);
        List<Long> steps = List.of(1L, (long) strides.depth(), (long) strides.height(), (long) strides.width(), 1L);
        return new Value(tf.nn.conv3d(volume.operand(), kernel.operand(), steps, padding.name()), shape, true);
    }

    /** Steps become examples of a larger batch. */
    @Override
    public Value eachStep(List<Value> sequences, Layer layer) {
        Shape shape = Value.SHAPES.eachStep(sequences.stream().map(Value::shape).toList(), layer);
        List<Value> examples = sequences.stream()
                .map(sequence -> reshape(
                        sequence,
                        new Shape(sequence.shape()
                                .dimensions()
                                .subList(1, sequence.shape().rank()))))
                .toList();
        Site inner = site.within(layer, examples);
        LayerOutput output = layer.accept(
                training.isPresent() ? new TrainingLowering(inner, training.get()) : new InferenceLowering(inner));
        return new Value(tf.reshape(output.values(), tf.constant(Dimensions.batched(shape))), shape, true);
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
