// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import java.util.List;

/**
 * Tied channels that run through the same layers, and so compete with each other. At least one of them stays, so that no layer is left
 * without channels.
 *
 * @param layers names, in the model's order; the first is the one whose filters they are, or one of them
 * @param tied each has at least one channel in every layer of the group
 */
public record ChannelGroup(List<String> layers, List<TiedChannels> tied) {
    public ChannelGroup {
        layers = List.copyOf(layers);
        tied = List.copyOf(tied);
    }

    public int size() {
        return tied.size();
    }
}
