// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import java.util.Optional;

/**
 * The weight of a layer that is rounded.
 *
 * @param channels how many output channels it has
 */
record RoundedWeight(WeightKey key, int channels) {
    /** Empty for layers that have none. Biases are rounded by the converter alone, to 32 bits. */
    static Optional<RoundedWeight> of(Node node, Shape output) {
        boolean hasKernel = node.layer() instanceof Conv2D || node.layer() instanceof Dense;
        if (hasKernel || node.layer() instanceof DepthwiseConv2D) {
            String name = hasKernel ? "kernel" : "depthwise_kernel";
            return Optional.of(new RoundedWeight(new WeightKey(node.name(), name), output.channels()));
        }
        return Optional.empty();
    }
}
