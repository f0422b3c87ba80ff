// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.StepMask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The layers of a model as Keras sees them: it passes masks along by itself, and a layer of it may have several outputs.
 */
final class WrittenGraph {
    private final Model model;
    private final Map<String, Node> nodes = new HashMap<>();

    /** An output of a layer. */
    record Output(Node node, int index) {}

    WrittenGraph(Model model) {
        this.model = model;
        model.nodes().forEach(node -> nodes.put(node.name(), node));
    }

    /** The nodes that files have. */
    List<Node> nodes() {
        return model.nodes().stream()
                .filter(node -> !(node.layer() instanceof StepMask || node.layer() instanceof CallOutput))
                .toList();
    }

    /** What a node takes, without a mask. */
    List<Output> inputs(Node node) {
        int tensors = node.inputs().size() - (takesMask(node) ? 1 : 0);
        return node.inputs().subList(0, tensors).stream().map(this::output).toList();
    }

    private static boolean takesMask(Node node) {
        return (node.layer() instanceof RecurrentCall recurrent && recurrent.isMasked())
                || (node.layer() instanceof BidirectionalCall both && both.isMasked())
                || node.layer() instanceof MaskedAverage;
    }

    /** The output that stands in a file for that of a node. */
    Output output(String name) {
        Node node = Objects.requireNonNull(nodes.get(name), name);
        return node.layer() instanceof CallOutput part
                ? new Output(Objects.requireNonNull(nodes.get(node.inputs().get(0)), name), part.index())
                : new Output(node, 0);
    }

    /** Whether an Embedding starts a mask. */
    boolean startsMask(Node node) {
        Stream<Node> masks = model.nodes().stream().filter(other -> other.layer() instanceof StepMask);
        return node.layer() instanceof Embedding
                && masks.anyMatch(mask -> mask.inputs().equals(node.inputs()));
    }
}
