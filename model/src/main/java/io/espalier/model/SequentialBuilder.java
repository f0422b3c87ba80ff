// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * Builds a model layer by layer; each takes the output of the layer before.
 *
 * <pre>{@code
 * Model model = Model.sequential()
 *         .input(28, 28)
 *         .add(Reshape.to(28, 28, 1))
 *         .add(Conv2D.of(12, 3).withActivation(RELU))
 *         .build(42);
 * }</pre>
 */
public final class SequentialBuilder {
    private final String name;
    private final NodesBuilder nodes = new NodesBuilder();
    private List<String> last = List.of();

    SequentialBuilder(String name) {
        this.name = name;
    }

    /** The input of the model, with the shape of one example. Comes first. */
    public SequentialBuilder input(int... shape) {
        return add(new Input(Shape.of(shape)));
    }

    /**
     * Appends a layer under an automatic name.
     *
     * @throws ModelException if the layer is a second input, or the first layer is not an input
     */
    public SequentialBuilder add(Layer layer) {
        checkPlace(layer);
        last = List.of(nodes.add(layer, last));
        return this;
    }

    /**
     * Appends a layer under a name of its own.
     *
     * @throws ModelException if the layer is a second input, or the first layer is not an input
     */
    public SequentialBuilder add(String layerName, Layer layer) {
        checkPlace(layer);
        last = List.of(nodes.add(layerName, layer, last));
        return this;
    }

    private void checkPlace(Layer layer) {
        if (last.isEmpty() != (layer instanceof Input)) {
            throw new ModelException(
                    last.isEmpty()
                            ? "a sequential model starts with its input shape, not with " + layer.kind()
                            : "a sequential model has only one input; remove the second " + layer.kind());
        }
    }

    /**
     * Makes the layers of another model, which has one input and one output, part of this one, with the weights that they have. They come
     * under the name of that model, such as {@code encoder/conv2d}; what quantization-aware training found in it is not kept. Where it comes
     * first, it brings its input shape. Where it has branches, so has this model, which is a functional one then.
     *
     * @throws ModelException if that model is part of this one already
     */
    public SequentialBuilder add(Model part) {
        startWith(part);
        last = nodes.add(part, last);
        return this;
    }

    /** The same under another name; a model may be part of this one under several names, with weights of their own. */
    public SequentialBuilder add(String partName, Model part) {
        startWith(part);
        last = nodes.add(partName, part, last);
        return this;
    }

    private void startWith(Model part) {
        if (part.inputs().size() != 1 || part.outputs().size() != 1) {
            throw new ModelException("a sequential model can only contain models with one input and one output; model '"
                    + part.name() + "' has " + part.inputs().size() + " and "
                    + part.outputs().size() + "; build a functional model instead");
        }
        if (last.isEmpty()) {
            add(part.inputs().get(0).layer());
        }
    }

    /** The model, with weights initialized from the seed. */
    public Model build(long seed) {
        if (last.isEmpty()) {
            throw new ModelException("model '" + name + "' has no layers");
        }
        return Model.initialized(name, Model.Topology.simplest(nodes.nodes(), last), nodes, last, seed);
    }
}
