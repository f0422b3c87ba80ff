// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

/** What a tensor's quantization has beyond scales and zero points of its own. */
public sealed interface QuantizationDetails {

    /** Parameters whose meaning only a custom operator knows. */
    record Custom(Buffer bytes) implements QuantizationDetails {}

    /**
     * One scale for each block of elements, kept in other tensors.
     *
     * @param scales the index of the tensor of scales
     * @param zeroPoints the index of the tensor of zero points
     * @param blockSize elements in a block
     */
    record Blockwise(int scales, int zeroPoints, int blockSize) implements QuantizationDetails {}
}
