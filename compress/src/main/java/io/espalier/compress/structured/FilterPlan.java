// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.Model;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which filters of a model go. Printed, it has one line for each group of layers that lose theirs together. */
public record FilterPlan(Model model, List<Decision> decisions) {
    public FilterPlan {
        decisions = List.copyOf(decisions);
    }

    /** What one group loses. */
    public record Decision(ChannelGroup group, List<TiedChannels> removed) {
        public Decision {
            removed = List.copyOf(removed);
        }

        /** How many of the group's channels stay. */
        public int stay() {
            return group.size() - removed.size();
        }

        @Override
        public String toString() {
            return String.join(", ", group.layers()) + ": " + group.size() + " -> " + stay();
        }
    }

    /** The smaller model, with the same names of layers. */
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
