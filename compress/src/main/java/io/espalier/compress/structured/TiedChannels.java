// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import java.util.List;

/**
 * Channels of several layers that can only be removed together: a filter, what is computed from it channel by channel, and whatever it
 * is added to.
 *
 * @param channels in the order of the model's layers
 */
public record TiedChannels(List<Channel> channels) {
    public TiedChannels {
        channels = List.copyOf(channels);
    }
}
