// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

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
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What each layer computes when the model is used. */
class InferenceLowering implements LayerVisitor<LayerOutput> {
    final Site site;
    final Ops tf;

    InferenceLowering(Site site) {
        this.site = site;
        this.tf = site.tf();
    }

    @Override
    public LayerOutput visit(Activation layer) {
        return activated(site.input(), layer.function());
    }

    @Override
    public LayerOutput visit(Add layer) {
        return LayerOutput.of(site.inputs().stream()
                .reduce((left, right) -> tf.math.add(left, right))
                .orElseThrow());
    }

    @Override
    public LayerOutput visit(AveragePooling1D layer) {
        return sequence(pooled(picture(), layer.overPicture()));
    }

    @Override
    public LayerOutput visit(AveragePooling2D layer) {
        return LayerOutput.of(pooled(site.input(), layer));
    }

    private Operand<TFloat32> pooled(Operand<TFloat32> input, AveragePooling2D layer) {
        return tf.nn.avgPool(
                input,
                Dimensions.window(layer.poolSize()),
                Dimensions.window(layer.strides()),
                layer.padding().name());
    }

    /** The sequence that comes in, as a picture of height 1. */
    private Operand<TFloat32> picture() {
        return tf.expandDims(site.input(), tf.constant(1));
    }

    private LayerOutput sequence(Operand<TFloat32> picture) {
        return LayerOutput.of(reshaped(picture));
    }

    @Override
    public LayerOutput visit(BatchNormalization layer) {
        Operand<TFloat32> deviation =
                tf.math.sqrt(tf.math.add(site.weight("moving_variance"), tf.constant(layer.epsilon())));
        Operand<TFloat32> normalized = tf.math.div(tf.math.sub(site.input(), site.weight("moving_mean")), deviation);
        return LayerOutput.of(scaledAndShifted(layer, normalized));
    }

    final Operand<TFloat32> scaledAndShifted(BatchNormalization layer, Operand<TFloat32> normalized) {
        Operand<TFloat32> scaled = layer.scale() ? tf.math.mul(normalized, site.weight("gamma")) : normalized;
        return layer.center() ? tf.math.add(scaled, site.weight("beta")) : scaled;
    }

    @Override
    public LayerOutput visit(Concatenate layer) {
        return LayerOutput.of(tf.concat(site.inputs(), tf.constant(-1)));
    }

    /** TensorFlow convolves pictures alone: the sequence becomes one of height 1, and what comes out a sequence again. */
    @Override
    public LayerOutput visit(Conv1D layer) {
        int zeros = layer.zerosBefore();
        Shape sequence = site.inputShape();
        Operand<TFloat32> padded = zeros == 0
                ? site.input()
                : tf.pad(site.input(), tf.constant(new int[][] {{0, 0}, {zeros, 0}, {0, 0}}), tf.constant(0f));
        Operand<TFloat32> convolved = convolved(
                layer.overPicture(),
                Shape.of(1, sequence.dimension(0) + zeros, sequence.channels()),
                tf.expandDims(padded, tf.constant(1)),
                tf.expandDims(site.weight("kernel"), tf.constant(0)));
        return biasedAndActivated(reshaped(convolved), layer.useBias(), layer.activation());
    }

    @Override
    public LayerOutput visit(Conv2D layer) {
        Operand<TFloat32> sums = convolved(layer, site.inputShape(), site.input(), site.weight("kernel"));
        return biasedAndActivated(sums, layer.useBias(), layer.activation());
    }

    private Operand<TFloat32> convolved(
            Conv2D layer, Shape picture, Operand<TFloat32> values, Operand<TFloat32> kernel) {
        return new Dilation(tf, picture, layer.kernelSize(), layer.dilation())
                .around(
                        values,
                        layer.padding(),
                        (input, padding) ->
                                tf.nn.conv2d(input, kernel, Dimensions.window(layer.strides()), padding.name()));
    }

    @Override
    public LayerOutput visit(Dense layer) {
        Operand<TFloat32> kernel = site.weight("kernel");
        Operand<TFloat32> sums;
        if (site.inputShape().rank() == 1) {
            sums = tf.linalg.matMul(site.input(), kernel);
        } else {
            Operand<TFloat32> rows = tf.reshape(
                    site.input(), tf.constant(new int[] {-1, site.inputShape().channels()}));
            sums = reshaped(tf.linalg.matMul(rows, kernel));
        }
        return biasedAndActivated(sums, layer.useBias(), layer.activation());
    }

    @Override
    public LayerOutput visit(DepthwiseConv2D layer) {
        Operand<TFloat32> kernel = site.weight("depthwise_kernel");
        Operand<TFloat32> sums = new Dilation(tf, site.inputShape(), layer.kernelSize(), layer.dilation())
                .around(
                        site.input(),
                        layer.padding(),
                        (input, padding) -> tf.nn.depthwiseConv2dNative(
                                input, kernel, Dimensions.window(layer.strides()), padding.name()));
        return biasedAndActivated(sums, layer.useBias(), layer.activation());
    }

    private LayerOutput biasedAndActivated(Operand<TFloat32> sums, boolean useBias, ActivationFunction activation) {
        UnaryOperator<Operand<TFloat32>> biased =
                values -> useBias ? tf.nn.biasAdd(values, site.weight("bias")) : values;
        LayerOutput output = activated(biased.apply(sums), activation);
        return activation.isClipping()
                ? output.withSums(new LayerOutput.Sums(
                        sums,
                        values -> activated(biased.apply(values), activation).values()))
                : output;
    }

    @Override
    public LayerOutput visit(Dropout layer) {
        return LayerOutput.of(site.input());
    }

    @Override
    public LayerOutput visit(Flatten layer) {
        return LayerOutput.of(reshaped(site.input()));
    }

    @Override
    public LayerOutput visit(GlobalAveragePooling1D layer) {
        return LayerOutput.of(reshaped(tf.math.mean(site.input(), tf.constant(1))));
    }

    @Override
    public LayerOutput visit(GlobalMaxPooling1D layer) {
        return LayerOutput.of(reshaped(tf.max(site.input(), tf.constant(1))));
    }

    @Override
    public LayerOutput visit(GlobalAveragePooling2D layer) {
        return LayerOutput.of(reshaped(tf.math.mean(site.input(), tf.constant(new int[] {1, 2}))));
    }

    @Override
    public LayerOutput visit(Input layer) {
        return LayerOutput.of(site.input());
    }

    @Override
    public LayerOutput visit(MaxPooling1D layer) {
        return sequence(pooled(picture(), layer.overPicture()));
    }

    /**
     * Pools before bias and activation where that gives the same: they then have only the largest numbers to work on.
     *
     * <pre>
     * conv -> bias -> relu -> maxPool    is done as    conv -> maxPool -> bias -> relu
     * </pre>
     */
    @Override
    public LayerOutput visit(MaxPooling2D layer) {
        return LayerOutput.of(site.layers()
                .get(0)
                .sums()
                .map(sums -> sums.rest().apply(pooled(sums.values(), layer)))
                .orElseGet(() -> pooled(site.input(), layer)));
    }

    private Operand<TFloat32> pooled(Operand<TFloat32> input, MaxPooling2D layer) {
        // tf.nn.maxPool makes a MaxPoolV2, for which oneDNN has no kernel: an epoch of the lab then costs twice the
        // time.
        OperationBuilder maxPool = tf.scope().opBuilder("MaxPool", "MaxPool");
        maxPool.addInput(input.asOutput());
        maxPool.setAttr("ksize", Dimensions.windowVector(layer.poolSize()));
        maxPool.setAttr("strides", Dimensions.windowVector(layer.strides()));
        maxPool.setAttr("padding", layer.padding().name());
        return maxPool.build().<TFloat32>output(0);
    }

    @Override
    public LayerOutput visit(Multiply layer) {
        TensorFlowOperations on = new TensorFlowOperations(site, behaviour());
        return LayerOutput.of(
                values().stream().reduce(on::multiply).orElseThrow().operand());
    }

    @Override
    public LayerOutput visit(ReLU layer) {
        if (layer.maxValue() == 6) {
            return activated(site.input(), ActivationFunction.RELU6);
        }
        Operand<TFloat32> rectified = tf.nn.relu(site.input());
        return LayerOutput.of(
                layer.isBounded() ? tf.math.minimum(rectified, tf.constant(layer.maxValue())) : rectified);
    }

    @Override
    public LayerOutput visit(Reshape layer) {
        return LayerOutput.of(reshaped(site.input()));
    }

    private Operand<TFloat32> reshaped(Operand<TFloat32> values) {
        return tf.reshape(values, tf.constant(Dimensions.batched(site.outputShape())));
    }

    @Override
    public LayerOutput visit(Softmax layer) {
        return activated(site.input(), ActivationFunction.SOFTMAX);
    }

    @Override
    public LayerOutput visit(ZeroPadding2D layer) {
        int[][] amounts = {{0, 0}, {layer.top(), layer.bottom()}, {layer.left(), layer.right()}, {0, 0}};
        return LayerOutput.of(tf.pad(site.input(), tf.constant(amounts), tf.constant(0f)));
    }

    private LayerOutput activated(Operand<TFloat32> input, ActivationFunction function) {
        return switch (function) {
            case LINEAR -> LayerOutput.of(input);
            case RELU -> LayerOutput.of(tf.nn.relu(input));
            case RELU6 -> LayerOutput.of(tf.nn.relu6(input));
            default -> computed(site.beforeFunction(input), function);
        };
    }

    private LayerOutput computed(Operand<TFloat32> input, ActivationFunction function) {
        TensorFlowOperations on = new TensorFlowOperations(site, behaviour());
        Operand<TFloat32> values = function.apply(on, new TensorFlowOperations.Value(input, site.outputShape(), true))
                .operand();
        return function == ActivationFunction.SIGMOID || function == ActivationFunction.SOFTMAX
                ? LayerOutput.squashed(values, function, input)
                : LayerOutput.of(values);
    }

    @Override
    public LayerOutput visit(ComposedLayer layer) {
        return LayerOutput.of(layer.compute(new TensorFlowOperations(site, behaviour()), values())
                .operand());
    }

    private List<TensorFlowOperations.Value> values() {
        List<Shape> shapes = site.model().inputShapes(site.node());
        List<TensorFlowOperations.Value> values = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            values.add(new TensorFlowOperations.Value(site.inputs().get(i), shapes.get(i), true));
        }
        return values;
    }

    /** How layers behave while they are trained; nothing if they are not. */
    Optional<TrainingBehaviour> behaviour() {
        return Optional.empty();
    }
}
