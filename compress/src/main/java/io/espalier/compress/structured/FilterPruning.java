// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Removes the filters that matter least, so that layers, and those after them, become smaller and quicker.
 *
 * <pre>{@code
 * Model smaller = FilterPruning.of(0.5).keep("conv2d").apply(model);
 * }</pre>
 *
 * <p>Filters of Conv1D and Conv2D, units of Dense and channels of DepthwiseConv2D are removed, and with them what follows channel by channel:
 * batch normalization, poolings, the rows of the next kernel. Channels that are added or multiplied with each other go together, and so do a depthwise
 * filter and the filter before it. The model's inputs and outputs keep their shapes.
 *
 * <p>Filters that are zero, normalized to zero, and followed only by activations that keep zero (ReLU, tanh, linear) are removed without
 * any change of the model's answers. Otherwise accuracy falls, often far; one or two epochs of
 * training bring most of it back.
 *
 * @param share of the channels to remove, from 0 to below 1, rounded down; at least one stays in each group
 * @param scope whether that is the share of each group or of all together
 * @param roundTo the number of channels that stay in a group is a multiple of this where the group has so many; 8 suits many processors
 * @param keptNames layers that keep all channels they put out, and so all channels tied to those
 * @param kept whether a layer does so, whatever its name
 */
public record FilterPruning(
        double share, Scope scope, FilterRanking ranking, int roundTo, List<String> keptNames, Predicate<Node> kept) {
    /** Of what the share is a share. */
    public enum Scope {
        /** Each group of channels loses the same share. */
        EACH_GROUP,
        /**
         * The least of all groups together are removed, so that groups of little use lose more. Norms are compared after division by
         * their root mean square in the group, since those of large kernels are large; the scale of a batch normalization as it is.
         */
        GLOBAL
    }

    public FilterPruning {
        if (!(share >= 0 && share < 1)) {
            throw new CompressionException("the share of filters to remove must be at least 0 and less than 1, not "
                    + share + "; 0.5 removes half of them");
        }
        if (roundTo < 1) {
            throw new CompressionException(
                    "the number of filters must be rounded to a multiple of 1 or more, not " + roundTo);
        }
        keptNames = List.copyOf(keptNames);
    }

    /** Removes this share of each group, by the L1 norm. */
    public static FilterPruning of(double share) {
        return new FilterPruning(share, Scope.EACH_GROUP, FilterRanking.L1_NORM, 1, List.of(), node -> false);
    }

    /** The share counts over all groups together: {@link Scope#GLOBAL}. */
    public FilterPruning globally() {
        return new FilterPruning(share, Scope.GLOBAL, ranking, roundTo, keptNames, kept);
    }

    public FilterPruning ranking(FilterRanking changed) {
        return new FilterPruning(share, scope, changed, roundTo, keptNames, kept);
    }

    public FilterPruning roundTo(int multiple) {
        return new FilterPruning(share, scope, ranking, multiple, keptNames, kept);
    }

    /** These layers, too, keep all their channels. */
    public FilterPruning keep(String... layers) {
        List<String> names = new ArrayList<>(keptNames);
        names.addAll(List.of(layers));
        return new FilterPruning(share, scope, ranking, roundTo, names, kept);
    }

    /** The layers for which this is true, too, keep all their channels. */
    public FilterPruning keep(Predicate<Node> layers) {
        return new FilterPruning(share, scope, ranking, roundTo, keptNames, kept.or(layers));
    }

    /**
     * The smaller model.
     *
     * @throws CompressionException if a layer to keep is not in the model, or nothing in it can be removed; if it was trained
     *     quantization-aware
     */
    public Model apply(Model model) {
        return plan(model).apply();
    }

    /**
     * What {@link #apply} would remove.
     *
     * @throws CompressionException as {@link #apply}
     */
    public FilterPlan plan(Model model) {
        KernelLayers.requireFloats(model, "pruned");
        List<ChannelGroup> groups = candidates(model);
        ScoredGroups scored = ScoredGroups.of(model, groups, ranking);
        List<List<TiedChannels>> removed =
                scope == Scope.GLOBAL ? scored.leastOfAll(share, roundTo) : scored.leastOfEach(share, roundTo);
        List<FilterPlan.Decision> decisions = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            decisions.add(new FilterPlan.Decision(groups.get(i), removed.get(i)));
        }
        return new FilterPlan(model, decisions);
    }

    private List<ChannelGroup> candidates(Model model) {
        Map<String, Node> nodes = model.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
        for (String name : keptNames) {
            if (!nodes.containsKey(name)) {
                throw new CompressionException(
                        "model '" + model.name() + "' has no layer '" + name + "' to keep; it has "
                                + model.nodes().stream().map(Node::name).collect(Collectors.joining(", ")));
            }
        }
        List<ChannelGroup> removable = ChannelDependencies.groups(model).stream()
                .filter(group -> group.size() > 1)
                .toList();
        if (removable.isEmpty()) {
            throw new CompressionException("model '" + model.name()
                    + "' has no filters that can be removed: the filters of its last layers are its outputs, and channels that"
                    + " reach an input or a softmax cannot be removed");
        }
        List<ChannelGroup> candidates = removable.stream()
                .filter(group -> group.layers().stream()
                        .noneMatch(layer -> keptNames.contains(layer) || kept.test(node(nodes, layer))))
                .filter(group -> group.layers().stream()
                        .anyMatch(layer -> ranking.judges(node(nodes, layer).layer())))
                .toList();
        if (candidates.isEmpty()) {
            throw new CompressionException("all filters of model '" + model.name() + "' are kept, or " + ranking
                    + " cannot rank them; filters could be removed from "
                    + removable.stream().map(group -> group.layers().get(0)).collect(Collectors.joining(", ")));
        }
        return candidates;
    }

    private static Node node(Map<String, Node> nodes, String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalStateException("a group names layer '" + name + "', which the model lacks");
        }
        return node;
    }
}
