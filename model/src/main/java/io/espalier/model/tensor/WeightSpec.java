// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/**
 * A weight that a layer has, before it has a value.
 *
 * @param name Keras's name within the layer, such as {@code kernel}
 * @param trainable whether the optimizer changes it; moving averages are not trainable
 */
public record WeightSpec(String name, Shape shape, Initializer initializer, boolean trainable) {
    public static WeightSpec trainable(String name, Shape shape, Initializer initializer) {
        return new WeightSpec(name, shape, initializer, true);
    }

    /** The same of a layer that is frozen. */
    public WeightSpec untrained() {
        return new WeightSpec(name, shape, initializer, false);
    }

    public static WeightSpec fixed(String name, Shape shape, Initializer initializer) {
        return new WeightSpec(name, shape, initializer, false);
    }
}
