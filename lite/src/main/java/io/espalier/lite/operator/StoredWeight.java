// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.OptionalInt;

/**
 * An input that, where it is a constant, pays to be stored in fewer bits while activations stay float.
 *
 * @param position of the input
 * @param channelAxis the dimension that may have a scale for each index; empty where there is one scale for all
 */
public record StoredWeight(int position, OptionalInt channelAxis) {}
