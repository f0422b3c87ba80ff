// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/** How the channels (last dimension) of a layer's output come from the channels of its inputs. */
public enum ChannelMapping {
    /** Each output channel is computed from all input channels, or comes from outside the model. */
    NEW,
    /** Output channel c is computed from channel c of every input. An input with a single channel may go into all of them. */
    KEPT,
    /** Input channel c gives the output channels {@code c * multiplier} to {@code (c + 1) * multiplier - 1}. */
    MULTIPLIED,
    /** The channels of all inputs, one input after the other. */
    JOINED,
    /** The same numbers in the same order, in rows of another length. */
    RESHAPED,
    /** Unknown: the layer needs all of its input channels as they are. */
    MIXED
}
