// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Builds any graph of layers by applying each to its input tensors.
 *
 * <pre>{@code
 * FunctionalBuilder graph = Model.functional();
 * SymbolicTensor image = graph.input(32, 32, 3);
 * SymbolicTensor features = graph.apply(Conv2D.of(8, 3).withPadding(SAME), image);
 * Model model = graph.build(42, graph.apply(new Add(), features, features));
 * }</pre>
 */
public final class FunctionalBuilder {
    private final String name;
    private final NodesBuilder nodes = new NodesBuilder();

    FunctionalBuilder(String name) {
        this.name = name;
    }

    /** The output of a layer, named by the layer. */
    public record SymbolicTensor(String layer) {
        public SymbolicTensor {
            Objects.requireNonNull(layer, "layer");
        }
    }

    /** An input of the model; the shape is that of one example. */
    public SymbolicTensor input(int... shape) {
        return apply(new Input(Shape.of(shape)));
    }

    /**
     * Applies a layer under an automatic name.
     *
     * @return the output of the layer
     * @throws ModelException if an input does not belong to this model
     */
    public SymbolicTensor apply(Layer layer, SymbolicTensor... inputs) {
        return new SymbolicTensor(nodes.add(layer, names(inputs)));
    }

    /**
     * Applies a layer under a name of its own.
     *
     * @return the output of the layer
     * @throws ModelException if the name is taken or blank
     */
    public SymbolicTensor apply(String layerName, Layer layer, SymbolicTensor... inputs) {
        return new SymbolicTensor(nodes.add(layerName, layer, names(inputs)));
    }

    /**
     * Calls a layer again, with the weights that it has: Keras's shared layer.
     *
     * @param output the output of an earlier call of the layer
     * @throws ModelException if its weights do not fit these inputs
     */
    public SymbolicTensor applyAgain(SymbolicTensor output, SymbolicTensor... inputs) {
        return new SymbolicTensor(nodes.addAgain(output.layer(), names(inputs)));
    }

    /**
     * Makes the layers of another model, which has one output, part of this one, with the weights that they have. They come under the name of
     * that model, such as {@code encoder/conv2d}; what quantization-aware training found in it is not kept. A model that is applied again
     * shares its weights between both places.
     */
    public SymbolicTensor apply(Model part, SymbolicTensor... inputs) {
        return single(part, nodes.add(part, names(inputs)));
    }

    /** The same under another name; a model may be part of this one under several names, with weights of their own. */
    public SymbolicTensor apply(String partName, Model part, SymbolicTensor... inputs) {
        return single(part, nodes.add(partName, part, names(inputs)));
    }

    /** As {@link #apply(Model, SymbolicTensor...)} for a model of any number of outputs, in their order. */
    public List<SymbolicTensor> applyAll(Model part, SymbolicTensor... inputs) {
        return nodes.add(part, names(inputs)).stream().map(SymbolicTensor::new).toList();
    }

    private static SymbolicTensor single(Model part, List<String> outputs) {
        if (outputs.size() != 1) {
            throw new ModelException("model '" + part.name() + "' has " + outputs.size()
                    + " outputs; use applyAll, which returns all of them");
        }
        return new SymbolicTensor(outputs.get(0));
    }

    private static List<String> names(SymbolicTensor... tensors) {
        return Stream.of(tensors).map(SymbolicTensor::layer).toList();
    }

    /** The model with these outputs and with weights initialized from the seed. */
    public Model build(long seed, SymbolicTensor... outputs) {
        return Model.initialized(name, Model.Topology.FUNCTIONAL, nodes, names(outputs), seed);
    }
}
