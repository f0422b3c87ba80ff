// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/** A layer: one step of a model. Shapes are those of one example, without the batch dimension, channels last. */
public sealed interface Layer permits BatchNormalization, ComposedLayer, Dropout, Input, KernelLayer {

    /** Keras's class name, such as {@code Conv2D}; it is also the first word of the automatic name. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /**
     * The output shape for these input shapes.
     *
     * @throws ModelException if the inputs are too few or too many, or do not fit; says which and why
     */
    Shape outputShape(List<Shape> inputs);

    /** The weights for these input shapes, in Keras's order. */
    default List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }

    /**
     * The names of the weights that may be pruned and clustered. As in tfmot's {@code get_prunable_weights}, biases and depthwise kernels are
     * not among them.
     */
    default List<String> kernels() {
        return List.of();
    }

    /** The activation function that a layer applies as its last step; linear if there is none. */
    default ActivationFunction lastFunction() {
        return ActivationFunction.LINEAR;
    }

    /** Whether every output value is 0 or an input value: the layer only moves, repeats or drops values, or adds zeros. */
    default boolean movesValues() {
        return false;
    }

    /** How output channels come from input channels; structured pruning relies on it. */
    ChannelMapping channelMapping();

    /** The same layer with this number of output channels; the layer itself if its inputs determine that number. */
    default Layer withChannels(int channels) {
        return this;
    }

    /** Whether the layer uses random numbers during training. */
    boolean isRandom(List<Shape> inputs);

    /** Calls the method of the visitor for this kind of layer. */
    <R> R accept(Visitor<R> visitor);

    /** How the channels (last dimension) of a layer's output come from the channels of its inputs. */
    enum ChannelMapping {
        /** Each output channel is computed from all input channels, or comes from outside the model. */
        NEW,
        /** Output channel c is computed from channel c of every input. An input with a single channel may go into all of them. */
        KEPT,
        /** Input channel c gives the output channels {@code c * multiplier} to {@code (c + 1) * multiplier - 1}. */
        MULTIPLIED,
        /** The channels of all inputs, one input after the other. */
        JOINED,
        /** The same values in the same order, in another shape. */
        RESHAPED,
        /** Unknown: the layer needs all of its input channels as they are. */
        MIXED
    }

    /**
     * An operation with one answer for each kind of layer.
     *
     * <p>There are no defaults: if you add a kind, the compiler shows every place that needs an answer.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(BatchNormalization layer);

        R visit(ComposedLayer layer);

        R visit(Conv1D layer);

        R visit(Conv2D layer);

        R visit(Dense layer);

        R visit(DepthwiseConv2D layer);

        R visit(Dropout layer);

        R visit(Input layer);
    }
}
