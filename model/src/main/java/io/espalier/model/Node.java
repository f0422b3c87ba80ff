// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Layer;
import java.util.List;

/**
 * A layer in its place in a model.
 *
 * @param name unique in the model; Keras's automatic names are {@code conv2d}, {@code conv2d_1}, ...
 * @param inputs names of the nodes whose outputs it takes, in order
 */
public record Node(String name, Layer layer, List<String> inputs) {
    public Node {
        if (name.isBlank()) {
            throw new ModelException("a " + layer.kind() + " layer has a blank name");
        }
        inputs = List.copyOf(inputs);
    }
}
