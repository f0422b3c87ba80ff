// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import java.util.List;
import java.util.Objects;

/**
 * A layer at its place in the graph of a model.
 *
 * <p>A layer that is called several times has one node for each call. The first has the weights; the others take them from it.
 *
 * @param name unique in the model; Keras's automatic names are {@code conv2d}, {@code conv2d_1}, ...
 * @param inputs the names of its input nodes, in order
 * @param weightsOf the name of the node whose weights it uses: its own name, unless it is a further call of that layer
 * @param trainable whether training changes its weights. A layer that is frozen runs in inference mode during training, as with Keras's
 *     {@code training=False}: batch normalization uses its moving averages, and dropout drops nothing
 */
public record Node(String name, Layer layer, List<String> inputs, String weightsOf, boolean trainable) {
    public Node {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(weightsOf, "weightsOf");
        if (name.isBlank()) {
            throw new ModelException("a " + layer.kind() + " layer has a blank name");
        }
        inputs = List.copyOf(inputs);
    }

    /** A trainable layer with its own weights. */
    public Node(String name, Layer layer, List<String> inputs) {
        this(name, layer, inputs, name);
    }

    /** A trainable layer that uses the weights of another node. */
    public Node(String name, Layer layer, List<String> inputs, String weightsOf) {
        this(name, layer, inputs, weightsOf, true);
    }

    /** A copy that training changes, or that it leaves alone. */
    public Node withTrainable(boolean changed) {
        return new Node(name, layer, inputs, weightsOf, changed);
    }

    /** Whether it is a further call of a layer, which has no weights of its own. */
    public boolean isFurtherCall() {
        return !weightsOf.equals(name);
    }

    /** The key of one of the layer's weights. */
    public WeightKey weightKey(String weight) {
        return new WeightKey(weightsOf, weight);
    }
}
