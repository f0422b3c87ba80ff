// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A layer that computes weighted sums of its input with a kernel, and applies an activation function to them. The last dimension of the output
 * has one channel for each filter or unit.
 */
public sealed interface KernelLayer extends Layer permits Conv1D, Conv2D, Dense, DepthwiseConv2D {
    /** The activation function applied to the sums. */
    ActivationFunction activation();

    /** The name of the kernel among the layer's weights. */
    default String kernelName() {
        return "kernel";
    }

    @Override
    default List<String> kernels() {
        return List.of(kernelName());
    }

    @Override
    default ActivationFunction lastFunction() {
        return activation();
    }

    @Override
    default ChannelMapping channelMapping() {
        return ChannelMapping.NEW;
    }

    @Override
    default boolean isRandom(List<Shape> inputs) {
        return false;
    }
}
