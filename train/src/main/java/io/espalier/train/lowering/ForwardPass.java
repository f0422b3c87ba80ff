// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.LayerVisitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Adds a model's layers to a TensorFlow graph. */
public final class ForwardPass {
    private final Model model;
    private final WeightSource weights;

    public ForwardPass(Model model, WeightSource weights) {
        this.model = model;
        this.weights = weights;
    }

    /**
     * The model as it is used.
     *
     * @param inputs a batch for each of the model's inputs, by the name of its node
     * @return what the model puts out, in the order of its outputs
     */
    public List<LayerOutput> inference(Ops tf, Map<String, Operand<TFloat32>> inputs) {
        return lower(tf, inputs, InferenceLowering::new);
    }

    /** The model as it is trained: the same, but for layers that behave otherwise then. */
    public List<LayerOutput> training(Ops tf, Map<String, Operand<TFloat32>> inputs, TrainingBehaviour behaviour) {
        return lower(tf, inputs, site -> new TrainingLowering(site, behaviour));
    }

    private List<LayerOutput> lower(
            Ops tf, Map<String, Operand<TFloat32>> inputs, Function<Site, LayerVisitor<LayerOutput>> lowering) {
        Map<String, LayerOutput> outputs = new HashMap<>();
        for (Node node : usedNodes(model)) {
            Ops scoped = tf.withSubScope(scopeName(node));
            Site site = new Site(scoped, model, node, layersBefore(node, outputs, inputs), weights);
            outputs.put(node.name(), node.layer().accept(lowering.apply(site)));
        }
        return model.outputs().stream().map(output -> find(output, outputs)).toList();
    }

    /** The nodes that lead to an output of the model, in its order; those alone are in the graph. */
    public static List<Node> usedNodes(Model model) {
        Set<String> used = new HashSet<>(model.outputs());
        List<Node> nodes = new ArrayList<>(model.nodes());
        Collections.reverse(nodes);
        for (Node node : nodes) {
            if (used.contains(node.name())) {
                used.addAll(node.inputs());
            }
        }
        return model.nodes().stream().filter(node -> used.contains(node.name())).toList();
    }

    private static List<LayerOutput> layersBefore(
            Node node, Map<String, LayerOutput> outputs, Map<String, Operand<TFloat32>> fed) {
        Operand<TFloat32> own = fed.get(node.name());
        if (own != null) {
            return List.of(LayerOutput.of(own));
        }
        return node.inputs().stream().map(input -> find(input, outputs)).toList();
    }

    // Each node comes after its inputs.
    private static LayerOutput find(String node, Map<String, LayerOutput> outputs) {
        return Objects.requireNonNull(outputs.get(node), node);
    }

    // TensorFlow's messages then name the layer; its rules for names are stricter than Keras's.
    private static String scopeName(Node node) {
        return "layer." + node.name().replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
