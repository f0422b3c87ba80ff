// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.layer.Layer.Visitor;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
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
    private final ActivationSource activations;

    /** With activations as they are. */
    public ForwardPass(Model model, WeightSource weights) {
        this(model, weights, ActivationSource.PLAIN);
    }

    public ForwardPass(Model model, WeightSource weights, ActivationSource activations) {
        this.model = model;
        this.weights = weights;
        this.activations = activations;
    }

    /**
     * The model as it is used.
     *
     * @param inputs a batch for each of the model's inputs, by the name of its node
     * @return the outputs of the model, in order
     */
    public List<LayerOutput> inference(Ops tf, Map<String, Operand<TFloat32>> inputs) {
        Map<String, LayerOutput> outputs = lower(tf, inputs, InferenceLowering::new);
        return model.outputs().stream().map(output -> find(output, outputs)).toList();
    }

    /**
     * The model as it is trained: the same, but for layers that behave otherwise then.
     *
     * @return the output of each layer that leads to an output of the model, by the layer's name
     */
    public Map<String, LayerOutput> training(
            Ops tf, Map<String, Operand<TFloat32>> inputs, TrainingBehaviour behaviour) {
        return lower(tf, inputs, site -> new TrainingLowering(site, behaviour));
    }

    private Map<String, LayerOutput> lower(
            Ops tf, Map<String, Operand<TFloat32>> inputs, Function<Site, Visitor<LayerOutput>> lowering) {
        Map<String, LayerOutput> outputs = new HashMap<>();
        for (Node node : usedNodes(model)) {
            Ops scoped = tf.withSubScope(scopeName(node));
            Site site = new Site(scoped, model, node, layersBefore(node, outputs, inputs), weights, activations);
            outputs.put(node.name(), seen(node, node.layer().accept(lowering.apply(site))));
        }
        return outputs;
    }

    private LayerOutput seen(Node node, LayerOutput output) {
        LayerOutput seen = output;
        for (Node place : seenAt(node)) {
            ActivationKey activation = ActivationKey.output(place.name());
            if (activations.changes(activation)) {
                seen = LayerOutput.of(activations.seen(activation, seen.values()));
            }
        }
        return seen;
    }

    /**
     * The nodes whose outputs are seen here: its own, unless that is only pooled, and that of a layer before that is only pooled. Pooling
     * first gives the same, and moves ranges as far, with fewer values to work on: none of the values seen becomes larger by being above
     * another.
     */
    private List<Node> seenAt(Node node) {
        List<Node> places = new ArrayList<>();
        if (node.layer() instanceof MaxPooling2D) {
            model.nodes().stream()
                    .filter(before -> node.inputs().contains(before.name()) && isOnlyPooled(before))
                    .forEach(places::add);
        }
        if (!isOnlyPooled(node)) {
            places.add(node);
        }
        return places;
    }

    private boolean isOnlyPooled(Node node) {
        List<Node> after = usedNodes(model).stream()
                .filter(other -> other.inputs().contains(node.name()))
                .toList();
        // The least value of all is then 0, or none below the range's end at 0, whether or not it is pooled away.
        return after.size() == 1
                && after.get(0).layer() instanceof MaxPooling2D pooling
                && looksAtAll(pooling, model.outputShape(node))
                && !model.outputs().contains(node.name())
                && Rectified.isBy(node.layer());
    }

    /** Whether each value is in some window, so that the largest of all is in the output. */
    private static boolean looksAtAll(MaxPooling2D pooling, Shape input) {
        Size size = pooling.poolSize();
        Size strides = pooling.strides();
        boolean withoutGaps = strides.height() <= size.height() && strides.width() <= size.width();
        boolean toTheEnd = pooling.padding() == Padding.SAME
                || ((input.dimension(0) - size.height()) % strides.height() == 0
                        && (input.dimension(1) - size.width()) % strides.width() == 0);
        return withoutGaps && toTheEnd;
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
