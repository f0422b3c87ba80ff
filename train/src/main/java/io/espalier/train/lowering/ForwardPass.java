// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.LayerVisitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        for (Node node : model.nodes()) {
            Site site =
                    new Site(tf.withSubScope(scopeName(node)), model, node, inputsOf(node, outputs, inputs), weights);
            outputs.put(node.name(), node.layer().accept(lowering.apply(site)));
        }
        return model.outputs().stream().map(output -> lowered(output, outputs)).toList();
    }

    private static List<Operand<TFloat32>> inputsOf(
            Node node, Map<String, LayerOutput> outputs, Map<String, Operand<TFloat32>> fed) {
        Operand<TFloat32> own = fed.get(node.name());
        return own != null
                ? List.of(own)
                : node.inputs().stream()
                        .map(input -> lowered(input, outputs).values())
                        .toList();
    }

    // Each node comes after its inputs.
    private static LayerOutput lowered(String node, Map<String, LayerOutput> outputs) {
        return Objects.requireNonNull(outputs.get(node), node);
    }

    // TensorFlow's messages then name the layer; its rules for names are stricter than Keras's.
    private static String scopeName(Node node) {
        return "layer." + node.name().replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
