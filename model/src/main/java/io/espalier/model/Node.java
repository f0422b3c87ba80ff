// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * A layer in its place in a model.
 *
 * <p>A layer that is called several times has one node for each call. The first has the weights; the others take them from it.
 *
 * @param name unique in the model; Keras's automatic names are {@code conv2d}, {@code conv2d_1}, ...
 * @param inputs names of the nodes whose outputs it takes, in order
 * @param weightsOf the name of the node whose weights it uses: its own name, unless it is a further call of that layer
 * @param trainable whether training changes its weights; where not, the layer computes while the model is trained what it does afterwards:
 *     batch normalization goes by its moving averages and dropout drops nothing, as in a Keras model that is called with {@code
 *     training=False}
 */
public record Node(String name, Layer layer, List<String> inputs, String weightsOf, boolean trainable) {
    public Node {
        if (name.isBlank()) {
            throw new ModelException("a " + layer.kind() + " layer has a blank name");
        }
        inputs = List.copyOf(inputs);
    }

    /** A layer with weights of its own. */
    public Node(String name, Layer layer, List<String> inputs) {
        this(name, layer, inputs, name);
    }

    /** A layer with the weights of another node, that are trained. */
    public Node(String name, Layer layer, List<String> inputs, String weightsOf) {
        this(name, layer, inputs, weightsOf, true);
    }

    public Node withTrainable(boolean changed) {
        return new Node(name, layer, inputs, weightsOf, changed);
    }

    /** Whether it is a further call of a layer, which has no weights of its own. */
    public boolean isFurtherCall() {
        return !weightsOf.equals(name);
    }

    /** Where the values of one of the layer's weights are. */
    public WeightKey weightKey(String weight) {
        return new WeightKey(weightsOf, weight);
    }
}
