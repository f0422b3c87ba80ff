// SPDX-License-Identifier: Apache-2.0
/**
 * Weights that TFLite Micro decodes while it runs: looked up in a table of few values, or kept without their zeros. Start at {@link
 * io.espalier.lite.micro.decode.CompressedWeights}, from a graph to a graph whose weights are stored so, and at {@link
 * io.espalier.lite.micro.decode.DecodedWeights}, back to plain weights.
 *
 * <p>The forms are those of TFLite Micro's kernel DECODE ({@code kernels/decode_state_lut.cc} and {@code decode_state_prune.cc}), and its older entry
 * COMPRESSION_METADATA ({@code compression/metadata.fbs}).
 */
@NullMarked
package io.espalier.lite.micro.decode;

import org.jspecify.annotations.NullMarked;
