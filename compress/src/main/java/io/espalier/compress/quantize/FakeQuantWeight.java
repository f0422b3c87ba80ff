// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.KernelLayer;
import io.espalier.model.tensor.Shape;
import java.util.Optional;

/**
 * The weight of a layer that is rounded.
 *
 * @param channels how many output channels it has
 */
record FakeQuantWeight(WeightKey key, int channels) {
    /** Empty for layers that have none. Biases are rounded by the converter alone, to 32 bits. */
    static Optional<FakeQuantWeight> of(Node node, Shape output) {
        return node.layer() instanceof KernelLayer layer
                ? Optional.of(new FakeQuantWeight(node.weightKey(layer.kernelName()), output.channels()))
                : Optional.empty();
    }
}
