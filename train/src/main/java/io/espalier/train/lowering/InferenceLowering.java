// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

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
import io.espalier.model.layer.Operations;
import io.espalier.model.part.NormalizationPlaces;
import io.espalier.model.part.NumberedOperations;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What each layer computes when the model is used. */
class InferenceLowering implements Visitor<LayerOutput> {
    final Site site;
    final Ops tf;

    InferenceLowering(Site site) {
        this.site = site;
        this.tf = site.tf();
    }

    @Override
    public LayerOutput visit(BatchNormalization layer) {
        return LayerOutput.of(normalized(layer, site.weight("moving_mean"), site.weight("moving_variance")));
    }

    final Operand<TFloat32> normalized(BatchNormalization layer, Operand<TFloat32> mean, Operand<TFloat32> variance) {
        Operand<TFloat32> deviation = tf.math.sqrt(tf.math.add(variance, tf.constant(layer.epsilon())));
        NormalizationPlaces places = new NormalizationPlaces(site.node().name());
        if (!site.activations().changes(places.product())) {
            return scaledAndShifted(layer, tf.math.div(tf.math.sub(site.input(), mean), deviation));
        }
        // As the converted layer computes it, which rounds its constants, and the product before it shifts.
        Operand<TFloat32> scale =
                layer.scale() ? tf.math.div(site.weight("gamma"), deviation) : tf.math.reciprocal(deviation);
        Operand<TFloat32> moved = tf.math.neg(tf.math.mul(mean, scale));
        Operand<TFloat32> shift = layer.center() ? tf.math.add(moved, site.weight("beta")) : moved;
        Operand<TFloat32> factor = site.activations().seen(places.scale(), scale);
        return tf.math.add(
                site.activations().seen(places.product(), tf.math.mul(site.input(), factor)),
                site.activations().seen(places.shift(), shift));
    }

    final Operand<TFloat32> scaledAndShifted(BatchNormalization layer, Operand<TFloat32> normalized) {
        Operand<TFloat32> scaled = layer.scale() ? tf.math.mul(normalized, site.weight("gamma")) : normalized;
        return layer.center() ? tf.math.add(scaled, site.weight("beta")) : scaled;
    }

    /** TensorFlow convolves images alone: the sequence becomes an image of height 1, and the output a sequence again. */
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

    private Operand<TFloat32> convolved(Conv2D layer, Shape image, Operand<TFloat32> values, Operand<TFloat32> kernel) {
        return new Dilation(tf, image, layer.kernelSize(), layer.dilation())
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
    public LayerOutput visit(Input layer) {
        return LayerOutput.of(site.input());
    }

    private Operand<TFloat32> reshaped(Operand<TFloat32> values) {
        return tf.reshape(values, tf.constant(Dimensions.batched(site.outputShape())));
    }

    private LayerOutput activated(Operand<TFloat32> sums, ActivationFunction function) {
        Operand<TFloat32> seen = function.isClipping() ? sums : site.beforeFunction(sums);
        Value value = new Value(seen, site.outputShape(), true);
        return function.apply(operations(), value).output();
    }

    @Override
    public LayerOutput visit(ComposedLayer layer) {
        return layer.compute(operations(), values()).output().endingIn(layer.lastFunction());
    }

    /** Those of the layer, each result as the next one sees it. */
    private Operations<Value> operations() {
        return new NumberedOperations<>(new TensorFlowOperations(site, behaviour()), (number, result) -> {
            ActivationKey place = ActivationKey.operation(site.node().name(), number);
            return site.activations().changes(place)
                    ? result.with(site.activations().seen(place, result.operand()))
                    : result;
        });
    }

    private List<Value> values() {
        List<Shape> shapes = site.model().inputShapes(site.node());
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            values.add(new Value(site.inputs().get(i), shapes.get(i), true));
        }
        return values;
    }

    /** How layers behave while they are trained; nothing if they are not. */
    Optional<TrainingBehaviour> behaviour() {
        return Optional.empty();
    }
}
