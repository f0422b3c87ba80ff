// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A layer composed of simpler operations. {@link #compute} defines it once; shape inference, training and conversion to TFLite follow from
 * it.
 *
 * <p>You can add your own layers: a record that implements this interface can be part of any model. The other kinds of layers are those that
 * converters and compression techniques handle one by one.
 */
public non-sealed interface ComposedLayer extends Layer {
    /** Computes the output.
     *
     * @param on the operations to compute with
     * @param inputs the values of the layer's inputs, in order
     * @throws io.espalier.model.tensor.ModelException if the shapes of the inputs do not fit */
    <T> T compute(Operations<T> on, List<T> inputs);

    @Override
    default ChannelMapping channelMapping() {
        return ChannelMapping.MIXED;
    }

    @Override
    default boolean isRandom(List<Shape> inputs) {
        RandomnessCheck check = new RandomnessCheck(weights(inputs));
        compute(check, inputs);
        return check.isRandom();
    }

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return compute(new ShapeInference(weights(inputs)), inputs);
    }

    @Override
    default <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }

    /** A composed layer whose channels are {@link ChannelMapping#KEPT}. */
    interface Channelwise extends ComposedLayer {
        @Override
        default ChannelMapping channelMapping() {
            return ChannelMapping.KEPT;
        }
    }

    /** A channelwise layer that only moves values. */
    interface ChannelwiseMove extends Channelwise {
        @Override
        default boolean movesValues() {
            return true;
        }
    }
}
