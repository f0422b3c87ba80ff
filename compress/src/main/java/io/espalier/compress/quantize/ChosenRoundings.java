// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.lite.quantize.training.RoundingPlan;
import io.espalier.lite.quantize.training.RoundingPlan.FloatOperator;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedActivation;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.KernelLayer;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of a conversion's plan is rounded in training, if only some layers are quantized.
 *
 * @param leftOut layers that would round so many values that they are only quantized if they are named
 * @param chosen the names of the layers that are quantized, each with those that are joined to it. What flows into them is rounded too
 * @param users the layers behind each
 */
record ChosenRoundings(
        Model model, RoundingPlan plan, Set<String> leftOut, Set<String> chosen, Map<String, List<Node>> users) {
    private static final int KERNEL_BITS = 8;

    /** An unrolled recurrence of three or four steps. */
    private static final int MOST_ROUNDINGS = 48;

    /**
     * @param names the layers that are asked for by name; all where it is empty
     * @param wanted which of these
     */
    static ChosenRoundings of(Model model, Set<String> names, Predicate<Node> wanted) {
        RoundingPlan plan = RoundingPlan.of(model);
        Set<String> chosen = new HashSet<>();
        Set<String> leftOut = new LinkedHashSet<>();
        for (Node node : model.nodes()) {
            boolean isAskedFor = names.isEmpty() || names.contains(node.name());
            if (isAskedFor && wanted.test(node) && !(node.layer() instanceof Input)) {
                boolean isLong = names.isEmpty() && plan.roundingsIn(node.name()) > MOST_ROUNDINGS;
                (isLong ? leftOut : chosen).add(node.name());
            }
        }
        return new ChosenRoundings(model, plan, leftOut, chosen, users(model)).withJoined();
    }

    /** With what a converter joins to the layers: one operator is in integers as a whole, or not at all. */
    private ChosenRoundings withJoined() {
        Set<String> joined = new HashSet<>(chosen);
        for (Node node : model.nodes()) {
            if (joined.contains(node.name()) && isJoinedToNext(node)) {
                after(node).stream()
                        .map(Node::name)
                        .filter(next -> !leftOut.contains(next))
                        .forEach(joined::add);
            }
        }
        return new ChosenRoundings(model, plan, leftOut, joined, users);
    }

    /** What stays in float of the layers that were asked for, and why: one line for each layer and reason. */
    List<String> notes() {
        return model.nodes().stream().flatMap(node -> notes(node).stream()).toList();
    }

    /** Whether training would round nothing. */
    boolean areNone() {
        return activations(KERNEL_BITS, RangeUpdate.MOVING_AVERAGE).isEmpty()
                && model.nodes().stream()
                        .noneMatch(node ->
                                chosen.contains(node.name()) && !weights(node).isEmpty());
    }

    /** Whether a layer is in float as a whole. */
    boolean staysInFloat(Node node) {
        return !inFloat(node).isEmpty() && !plan.inIntegers().contains(node.name());
    }

    List<String> notes(Node node) {
        String layer = "layer '" + node.name() + "' (" + node.layer().kind() + ") stays in float";
        List<String> notes = new ArrayList<>();
        Map<String, Set<String>> byReason = new LinkedHashMap<>();
        inFloat(node)
                .forEach(kept -> byReason.computeIfAbsent(kept.reason(), unused -> new LinkedHashSet<>())
                        .add(kept.operator()));
        String how = staysInFloat(node) ? ": " : " in part: ";
        byReason.forEach(
                (reason, operators) -> notes.add(layer + how + reason + " (" + String.join(", ", operators) + ")"));
        if (leftOut.contains(node.name())) {
            notes.add(layer + ": it would round " + plan.roundingsIn(node.name())
                    + " values one after another, which trains slowly; name it among the layers to round them");
        }
        return notes;
    }

    /**
     * The activations that are rounded, in the order in which they are computed.
     *
     * @param moving how the ranges follow from batches that are not those of inputs
     */
    Map<ActivationKey, ActivationFakeQuant> activations(int bits, RangeUpdate moving) {
        Map<String, List<RoundedActivation>> ofLayers = plan.activations().stream()
                .collect(Collectors.groupingBy(activation -> activation.key().layer()));
        Map<ActivationKey, ActivationFakeQuant> all = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            List<RoundedActivation> own = ofLayers.getOrDefault(node.name(), List.of());
            for (RoundedActivation activation : own) {
                if (chosen.contains(node.name()) || (isLast(activation, own) && flowsIntoChosen(node))) {
                    rounding(node, activation, bits, moving, all).ifPresent(found -> all.put(activation.key(), found));
                }
            }
        }
        return all;
    }

    /** Whether it is what flows on from a layer: the output, or what is before it if the conversion moves the rest into the next layer. */
    private static boolean isLast(RoundedActivation activation, List<RoundedActivation> ofLayer) {
        List<RoundedActivation> computed =
                ofLayer.stream().filter(other -> !other.isConstant()).toList();
        return !computed.isEmpty() && activation.equals(computed.get(computed.size() - 1));
    }

    private Optional<ActivationFakeQuant> rounding(
            Node node,
            RoundedActivation activation,
            int bits,
            RangeUpdate moving,
            Map<ActivationKey, ActivationFakeQuant> before) {
        if (activation.fixed().isPresent()) {
            // A loss sees the model's outputs unrounded.
            boolean isSeenByLoss =
                    activation.key().isOutput() && model.outputs().contains(node.name());
            return Optional.of(ActivationFakeQuant.fixed(
                            KERNEL_BITS, activation.fixed().get()))
                    .filter(unused -> !isSeenByLoss);
        }
        if (activation.isConstant()) {
            return Optional.of(new ActivationFakeQuant(KERNEL_BITS, RangeUpdate.LAST_VALUES));
        }
        Optional<ActivationFakeQuant> same = activation
                .like()
                .flatMap(other ->
                        Optional.ofNullable(before.get(other)).map(found -> ActivationFakeQuant.like(other, found)));
        return same.or(() -> Optional.of(
                new ActivationFakeQuant(bits, node.layer() instanceof Input ? RangeUpdate.ALL_VALUES : moving)));
    }

    /** The weights of a chosen layer that become integers. */
    List<RoundedWeight> weights(Node node) {
        return plan.weights().stream()
                .filter(weight -> weight.key().layer().equals(node.name()))
                .toList();
    }

    /** What stays in float of a layer, if it is a chosen one. */
    List<FloatOperator> inFloat(Node node) {
        return plan.inFloat().stream()
                .filter(operator ->
                        chosen.contains(node.name()) && operator.layer().equals(node.name()))
                .toList();
    }

    private boolean flowsIntoChosen(Node node) {
        return after(node).stream()
                .anyMatch(next -> chosen.contains(next.name())
                        || ((next.layer().movesValues() || isJoinedToNext(next)) && flowsIntoChosen(next)));
    }

    /** Whether the conversion makes one operator of a layer and the one behind it. */
    private boolean isJoinedToNext(Node node) {
        return !node.layer().movesValues()
                && !plan.values().contains(ActivationKey.output(node.name()))
                && onlyNext(node).isPresent();
    }

    /** The batch normalization that a converter folds into a layer. */
    Optional<Node> normalizationOf(Node node) {
        boolean isLinear =
                node.layer() instanceof KernelLayer kernel && kernel.activation() == ActivationFunction.LINEAR;
        return isLinear ? onlyNext(node).filter(next -> next.layer() instanceof BatchNormalization) : Optional.empty();
    }

    private Optional<Node> onlyNext(Node node) {
        List<Node> after = after(node);
        return after.size() == 1 && !model.outputs().contains(node.name())
                ? Optional.of(after.get(0))
                : Optional.empty();
    }

    private List<Node> after(Node node) {
        return users.getOrDefault(node.name(), List.of());
    }

    private static Map<String, List<Node>> users(Model model) {
        Map<String, List<Node>> users = new HashMap<>();
        for (Node node : model.nodes()) {
            node.inputs().stream()
                    .distinct()
                    .forEach(input -> users.computeIfAbsent(input, unused -> new ArrayList<>())
                            .add(node));
        }
        return users;
    }
}
