// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The name, shape and initializer of a weight.
 *
 * @param name Keras's name within the layer, such as {@code kernel}
 * @param trainable whether the optimizer changes it; moving averages are not trainable
 */
public record WeightSpec(String name, Shape shape, Initializer initializer, boolean trainable) {
    public WeightSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(initializer, "initializer");
    }

    /** A weight that the optimizer changes. */
    public static WeightSpec trainable(String name, Shape shape, Initializer initializer) {
        return new WeightSpec(name, shape, initializer, true);
    }

    /** A trainable kernel, initialized as in Keras: Glorot uniform. */
    public static WeightSpec kernel(String name, Shape shape) {
        return trainable(name, shape, Initializer.GLOROT_UNIFORM);
    }

    /**
     * Kernels, and a trainable {@code bias} of zeros if it is used.
     *
     * @param channels the size of the bias
     */
    public static List<WeightSpec> withBias(boolean useBias, int channels, WeightSpec... kernels) {
        List<WeightSpec> weights = new ArrayList<>(List.of(kernels));
        if (useBias) {
            weights.add(trainable("bias", Shape.of(channels), Initializer.ZEROS));
        }
        return List.copyOf(weights);
    }

    /** A copy that is not trainable, as in a frozen layer. */
    public WeightSpec untrained() {
        return new WeightSpec(name, shape, initializer, false);
    }

    /** A copy whose name starts with this prefix, as a weight of a layer within another. */
    public WeightSpec withPrefix(String prefix) {
        return new WeightSpec(prefix + name, shape, initializer, trainable);
    }

    /** A weight that the optimizer does not change, such as a moving average. */
    public static WeightSpec fixed(String name, Shape shape, Initializer initializer) {
        return new WeightSpec(name, shape, initializer, false);
    }
}
