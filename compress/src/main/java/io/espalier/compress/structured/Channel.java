// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

/**
 * One channel of what a layer puts out: a place in the last dimension.
 *
 * @param layer the layer's name in its model
 * @param index from 0
 */
public record Channel(String layer, int index) {}
