// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The decision of {@link FilterPruning}: which filters of a model to remove. {@link #toString} has one line per group of layers.
 *
 * @param model the model to prune
 * @param decisions one for each group of channels
 */
public record FilterPlan(Model model, List<Decision> decisions) {
    public FilterPlan {
        Objects.requireNonNull(model, "model");
        decisions = List.copyOf(decisions);
    }

    /**
     * One output channel of a layer.
     *
     * @param layer the layer's name
     * @param index its index in the last dimension, from 0
     */
    public record Channel(String layer, int index) {}

    /**
     * Channels of several layers that can only be removed together: a filter, the channels computed from it one by one, and those it is added to.
     *
     * @param channels in the order of the model's layers
     */
    public record TiedChannels(List<Channel> channels) {
        public TiedChannels {
            channels = List.copyOf(channels);
        }
    }

    /**
     * All tied channels that run through the same layers. They compete with each other; at least one of them stays.
     *
     * @param layers the names of the layers, in the model's order; the first is one that computes the filters
     * @param tied each has at least one channel in every layer of the group
     */
    public record ChannelGroup(List<String> layers, List<TiedChannels> tied) {
        public ChannelGroup {
            layers = List.copyOf(layers);
            tied = List.copyOf(tied);
        }

        /** The number of tied channels. */
        public int size() {
            return tied.size();
        }
    }

    /**
     * The decision for one group.
     *
     * @param group all channels of the group
     * @param removed the channels to remove
     */
    public record Decision(ChannelGroup group, List<TiedChannels> removed) {
        public Decision {
            removed = List.copyOf(removed);
        }

        /** The number of channels that stay. */
        public int stay() {
            return group.size() - removed.size();
        }

        @Override
        public String toString() {
            return String.join(", ", group.layers()) + ": " + group.size() + " -> " + stay();
        }
    }

    /** Says from which layers no filter is removed. */
    public List<String> notes() {
        List<String> whole = decisions.stream()
                .filter(decision -> decision.removed().isEmpty())
                .map(decision -> decision.group().layers().get(0))
                .toList();
        return whole.isEmpty()
                ? List.of()
                : List.of(KernelLayers.note(
                        whole,
                        "left with all filters",
                        "the share to remove is less than one filter, or the number that stays is rounded up to all"));
    }

    /** The pruned model. Layers keep their names. */
    public Model apply() {
        Map<String, BitSet> removed = new HashMap<>();
        for (Decision decision : decisions) {
            for (TiedChannels tied : decision.removed()) {
                for (Channel channel : tied.channels()) {
                    removed.computeIfAbsent(channel.layer(), unused -> new BitSet())
                            .set(channel.index());
                }
            }
        }
        return new ChannelRemoval(model, removed).apply();
    }

    @Override
    public String toString() {
        return decisions.stream().map(Decision::toString).collect(Collectors.joining("\n"));
    }
}
