// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

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
}
