// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a model layer after layer, each taking what the one before puts out.
 *
 * <pre>{@code
 * Model model = Model.sequential()
 *         .input(28, 28)
 *         .add(Reshape.to(28, 28, 1))
 *         .add(Conv2D.of(12, 3).activation(RELU))
 *         .build(42);
 * }</pre>
 */
public final class SequentialBuilder {
    private final String name;
    private final LayerNames names = new LayerNames();
    private final List<Node> nodes = new ArrayList<>();

    SequentialBuilder(String name) {
        this.name = name;
    }

    /** The shape of one example; comes first. */
    public SequentialBuilder input(int... shape) {
        return add(new Input(Shape.of(shape)));
    }

    public SequentialBuilder add(Layer layer) {
        return append(names.next(layer), layer);
    }

    public SequentialBuilder add(String layerName, Layer layer) {
        return append(names.claim(layerName), layer);
    }

    private SequentialBuilder append(String layerName, Layer layer) {
        if (nodes.isEmpty() != (layer instanceof Input)) {
            throw new ModelException(
                    nodes.isEmpty()
                            ? "a sequential model starts with its input shape, not with " + layer.kind()
                            : "a sequential model has one input; '" + layerName + "' would be a second");
        }
        List<String> inputs = nodes.isEmpty() ? List.of() : List.of(last());
        nodes.add(new Node(layerName, layer, inputs));
        return this;
    }

    /** The model, with weights initialized from the seed. */
    public Model build(long seed) {
        if (nodes.isEmpty()) {
            throw new ModelException("model '" + name + "' has no layers");
        }
        return Model.initialized(name, Model.Topology.SEQUENTIAL, nodes, List.of(last()), seed);
    }

    private String last() {
        return nodes.get(nodes.size() - 1).name();
    }
}
