// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A layer that multiplies what it takes in by a kernel, adds that up, and applies a function to the sums. The last dimension of what it puts
 * out has one channel for each filter or unit.
 */
public sealed interface KernelLayer extends Layer permits Conv1D, Conv2D, Dense, DepthwiseConv2D {
    /** What is applied to the sums. */
    ActivationFunction activation();

    /** What the kernel is called among the layer's weights. */
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
