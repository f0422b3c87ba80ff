// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A layer that is made of simpler operations. {@link #compute} defines it once; shapes, training and the conversion to TFLite follow from
 * that.
 *
 * <p>You can add your own layers: a record that implements this interface can be part of any model. The few other kinds of layers are those
 * that converters and compression techniques must treat one by one.
 */
public non-sealed interface ComposedLayer extends Layer {
    /** The output for these inputs. */
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
}
