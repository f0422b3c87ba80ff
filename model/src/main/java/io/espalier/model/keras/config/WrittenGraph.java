// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.CallOfSteps;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.ImpliedMask;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import io.espalier.model.layer.sequence.StepMask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
                .filter(node -> !(node.layer() instanceof ImpliedMask || node.layer() instanceof CallOutput))
                .toList();
    }

    /** What a call of a layer says. */
    WrittenCall call(Node node) {
        List<String> inputs = node.inputs();
        List<String> masks = masks(node.layer());
        int tensors = inputs.size() - masks.size();
        Map<String, Output> named = new LinkedHashMap<>();
        for (int i = 0; i < masks.size(); i++) {
            if (isNamed(node, inputs.get(tensors + i))) {
                named.put(masks.get(i), output(inputs.get(tensors + i)));
            }
        }
        return new WrittenCall(
                node.layer().kind(),
                inputs.subList(0, tensors).stream()
                        .filter(input -> !isImplied(input))
                        .map(this::output)
                        .toList(),
                named,
                flags(node.layer()));
    }

    private static List<String> flags(Layer layer) {
        List<String> flags = new ArrayList<>();
        if (layer instanceof AttentionCall call && call.isCausal()) {
            flags.add(CallSettings.CAUSAL);
        }
        if (layer instanceof AttentionCall call && call.returnsScores()) {
            flags.add(CallSettings.SCORES);
        }
        return flags;
    }

    /** The arguments that the last inputs are. */
    private static List<String> masks(Layer layer) {
        if (layer instanceof AttentionCall call) {
            return call.masks().stream().map(AttentionCall.Mask::kerasName).toList();
        }
        boolean isMasked = layer instanceof MaskedSoftmax || (layer instanceof CallOfSteps steps && steps.isMasked());
        return isMasked ? List.of("mask") : List.of();
    }

    /** Whether a call names a mask. Layers that go through steps name what was named, whether or not it would be passed on to them. */
    private boolean isNamed(Node node, String mask) {
        boolean wasNamed = node(mask).layer() instanceof GivenMask && node.layer() instanceof CallOfSteps;
        return wasNamed || !isImplied(mask);
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    private boolean isImplied(String input) {
        return node(input).layer() instanceof ImpliedMask;
    }

    /** The output that stands in a file for that of a node. */
    Output output(String name) {
        Node node = node(name);
        if (node.layer() instanceof GivenMask) {
            return output(node.inputs().get(0));
        }
        return node.layer() instanceof CallOutput part
                ? new Output(node(node.inputs().get(0)), part.index())
                : new Output(node, 0);
    }

    /** Whether an Embedding starts a mask. */
    boolean startsMask(Node node) {
        Stream<Node> masks = model.nodes().stream().filter(other -> other.layer() instanceof StepMask);
        return node.layer() instanceof Embedding
                && masks.anyMatch(mask -> mask.inputs().equals(node.inputs()));
    }
}
