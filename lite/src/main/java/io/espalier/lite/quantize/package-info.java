// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization after training: from a graph to a smaller graph, whoever made it.
 *
 * <p>What is here stores constants in fewer bits and needs no data: {@link io.espalier.lite.quantize.Float16Quantizer}, {@link
 * io.espalier.lite.quantize.DynamicRangeQuantizer} and {@link io.espalier.lite.quantize.WeightOnlyQuantizer} decide, {@link
 * io.espalier.lite.quantize.QuantizeConstants} carries it out. How a weight becomes integers is in {@link
 * io.espalier.lite.quantize.SymmetricWeights}. Quantization of activations too, which needs their ranges, is in {@code
 * io.espalier.lite.quantize.integer}. To choose among them by name, and by layer, start at {@code io.espalier.lite.recipe}.
 */
@NullMarked
package io.espalier.lite.quantize;

import org.jspecify.annotations.NullMarked;
