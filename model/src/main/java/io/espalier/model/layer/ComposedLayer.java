// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A layer that is made of simpler operations. It says once how it is computed; shapes, training and the form for TFLite follow from that.
 *
 * <p>This is also how layers are added from outside: a record that implements it can be part of any model. Other kinds of layers are known
 * to the converter and to the techniques of compression one by one, and are here alone.
 */
public non-sealed interface ComposedLayer extends Layer {
    /** What comes out for these inputs. */
    <T> T compute(Operations<T> on, List<T> inputs);

    /**
     * The weights that are multiplied by what comes in and that may be pruned and clustered, as tfmot's {@code get_prunable_weights} names
     * them.
     */
    default List<String> kernels() {
        return List.of();
    }

    /** Whether it only moves numbers, repeats them, leaves some out or puts zeros between: none comes out that is not 0 or did not go in. */
    default boolean movesValues() {
        return false;
    }

    /** Whether channel c of what comes out is computed from channel c of the inputs alone, and nothing else goes by the channel. */
    default boolean keepsChannels() {
        return false;
    }

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return compute(new ShapeInference(weights(inputs)), inputs);
    }

    @Override
    default <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
