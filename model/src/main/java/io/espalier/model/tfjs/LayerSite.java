// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer in its place in a model, and the parts that are to compute what it does.
 *
 * @param weights of the layer, by their names in it
 */
record LayerSite(List<Shape> inputs, Shape output, Map<String, Tensor> weights, Parts parts) {
    Shape input() {
        return inputs.get(0);
    }

    /** Adds a layer that takes the weights as they are. */
    int carrying(String suffix, Layer layer, int x) {
        return parts.carrying(suffix, layer, weights, x);
    }

    /** The weights with another form of one of them. */
    Map<String, Tensor> with(String name, Tensor value) {
        Map<String, Tensor> changed = new HashMap<>(weights);
        changed.put(name, value);
        return changed;
    }

    Tensor weight(String name) {
        Tensor value = weights.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no weight " + name);
        }
        return value;
    }

    /** Adds the function of a layer behind it. */
    void function(ActivationFunction function, int x) {
        if (function == ActivationFunction.LINEAR) {
            return;
        }
        if (FunctionParts.add(parts, function, x).isEmpty()) {
            throw new ModelException(
                    "its function '" + function.kerasName() + "' is none that layers of TensorFlow.js compute");
        }
    }

    /** A sequence (steps, channels) as a picture of one row. */
    int row(int x) {
        return parts.add("row", Reshape.to(1, input().dimension(0), input().channels()), x);
    }

    /** A sequence (steps, channels) as a picture of one column. */
    int column(int x) {
        return parts.add("column", Reshape.to(input().dimension(0), 1, input().channels()), x);
    }

    /** A picture in the shape that the layer puts out. */
    int shaped(int x) {
        return parts.add("shape", new Reshape(output.dimensions()), x);
    }
}
