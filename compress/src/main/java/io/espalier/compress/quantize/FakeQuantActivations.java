// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.KernelLayer;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which activations of a model are rounded: those that the converted model will have. Where it joins layers to one operator, only what comes
 * out of the last of them is; into a concatenation all go by its scale.
 *
 * @param chosen the names of the layers that are quantized, each with those that are joined to it. What flows into them is rounded too
 */
record FakeQuantActivations(Model model, Set<String> chosen) {
    private static final int KERNEL_BITS = 8;

    FakeQuantActivations {
        chosen = Set.copyOf(chosen);
    }

    /** For layers and what a converter joins to them: one operator is in integers as a whole, or not at all. */
    static FakeQuantActivations around(Model model, Set<String> layers) {
        Set<String> chosen = new HashSet<>(layers);
        FakeQuantActivations activations = new FakeQuantActivations(model, layers);
        for (Node node : model.nodes()) {
            if (chosen.contains(node.name())) {
                activations
                        .onlyNext(node)
                        .filter(next -> !(next.layer() instanceof Concatenate))
                        .filter(next -> activations.isJoined(node, next.layer()))
                        .ifPresent(next -> chosen.add(next.name()));
            }
        }
        return new FakeQuantActivations(model, chosen);
    }

    Map<ActivationKey, ActivationFakeQuant> all(int bits) {
        Map<ActivationKey, ActivationFakeQuant> all = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            if (chosen.contains(node.name()) && node.layer() instanceof Add) {
                // TFLite adds two at a time; the last sum is the output.
                for (int sum = 0; sum < node.inputs().size() - 2; sum++) {
                    all.put(
                            ActivationKey.operation(node.name(), sum),
                            new ActivationFakeQuant(bits, RangeUpdate.MOVING_AVERAGE));
                }
            }
            if ((chosen.contains(node.name()) || flowsIntoChosen(node)) && !isRoundedByNext(node)) {
                RangeUpdate update =
                        node.layer() instanceof Input ? RangeUpdate.ALL_VALUES : RangeUpdate.MOVING_AVERAGE;
                ActivationFakeQuant own = new ActivationFakeQuant(bits, update);
                places(node).forEach(activation -> all.put(activation, sameScale(node, all, own)));
                fixedRange(node).ifPresent(fixed -> all.put(ActivationKey.output(node.name()), fixed));
            }
        }
        return all;
    }

    /** An average pooling takes the scale of what flows into it, as the converted one does. */
    private ActivationFakeQuant sameScale(
            Node node, Map<ActivationKey, ActivationFakeQuant> before, ActivationFakeQuant own) {
        if (!(node.layer() instanceof AveragePooling1D || node.layer() instanceof AveragePooling2D)) {
            return own;
        }
        Node source = model.node(node.inputs().get(0));
        while (source.layer().accept(new FakeQuantPlacement()) == FakeQuantPlace.KEPT) {
            source = model.node(source.inputs().get(0));
        }
        ActivationKey key = ActivationKey.output(source.name());
        ActivationFakeQuant flowsIn = before.get(key);
        return flowsIn == null
                ? own
                : new ActivationFakeQuant(
                        own.bits(), flowsIn.update(), Optional.of(flowsIn.like().orElse(key)));
    }

    /** The rounding behind a function whose kernel has a built-in scale. A loss sees the model's outputs unrounded. */
    private Optional<ActivationFakeQuant> fixedRange(Node node) {
        ActivationFunction function = node.layer().lastFunction();
        return function.isSquashing() && !model.outputs().contains(node.name())
                ? Optional.of(new ActivationFakeQuant(
                        KERNEL_BITS, function == ActivationFunction.TANH ? RangeUpdate.TANH : RangeUpdate.SHARES))
                : Optional.empty();
    }

    private boolean flowsIntoChosen(Node node) {
        return after(node).stream()
                .anyMatch(next -> chosen.contains(next.name())
                        || (next.layer().accept(new FakeQuantPlacement()) == FakeQuantPlace.KEPT
                                && flowsIntoChosen(next)));
    }

    private static List<ActivationKey> places(Node node) {
        ActivationKey before = ActivationKey.beforeFunction(node.name());
        ActivationKey output = ActivationKey.output(node.name());
        return switch (node.layer().accept(new FakeQuantPlacement())) {
            case OUTPUT -> List.of(output);
            case BEFORE_FUNCTION -> List.of(before);
            case AROUND_FUNCTION -> List.of(before, output);
            case KEPT, KNOWN, FLOAT -> List.of();
        };
    }

    private boolean isRoundedByNext(Node node) {
        return onlyNext(node)
                .filter(next -> chosen.contains(next.name()))
                .filter(next -> isJoined(node, next.layer()))
                .isPresent();
    }

    private boolean isJoined(Node node, Layer next) {
        if (next instanceof Concatenate) {
            return places(node).contains(ActivationKey.output(node.name()));
        }
        if (next instanceof BatchNormalization) {
            return isLinear(node.layer());
        }
        return isRectification(next)
                && (isLinear(node.layer())
                        || node.layer() instanceof Add
                        || node.layer() instanceof Multiply
                        || normalizedBy(node).isPresent());
    }

    private static boolean isRectification(Layer layer) {
        return layer instanceof ReLU
                || (layer instanceof Activation activation
                        && (activation.function() == ActivationFunction.RELU
                                || activation.function() == ActivationFunction.RELU6));
    }

    /** The layer whose outputs a batch normalization scales and shifts, if a converter folds it into that layer. */
    private Optional<Node> normalizedBy(Node normalization) {
        return normalization.layer() instanceof BatchNormalization
                ? Optional.of(model.node(normalization.inputs().get(0)))
                        .filter(before -> normalizationOf(before).isPresent())
                : Optional.empty();
    }

    /** The batch normalization that a converter folds into a layer. */
    Optional<Node> normalizationOf(Node node) {
        return isLinear(node.layer())
                ? onlyNext(node).filter(next -> next.layer() instanceof BatchNormalization)
                : Optional.empty();
    }

    private Optional<Node> onlyNext(Node node) {
        List<Node> after = after(node);
        return after.size() == 1 && !model.outputs().contains(node.name())
                ? Optional.of(after.get(0))
                : Optional.empty();
    }

    private List<Node> after(Node node) {
        return model.nodes().stream()
                .filter(other -> other.inputs().contains(node.name()))
                .toList();
    }

    private static boolean isLinear(Layer layer) {
        return layer instanceof KernelLayer kernel && kernel.activation() == ActivationFunction.LINEAR;
    }
}
