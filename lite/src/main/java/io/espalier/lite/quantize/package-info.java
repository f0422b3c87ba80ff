// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization after training: from a graph to a smaller graph, whoever made it.
 *
 * <p>{@link io.espalier.lite.quantize.DynamicRangeQuantizer} stores weights in eight bits and needs no data. How a weight becomes integers
 * is in {@link io.espalier.lite.quantize.SymmetricWeights}. Quantization of activations too, which needs their ranges, is in {@code
 * io.espalier.lite.quantize.integer}.
 */
@NullMarked
package io.espalier.lite.quantize;

import org.jspecify.annotations.NullMarked;
