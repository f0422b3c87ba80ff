// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.OptionalInt;

/**
 * A kernel for float activations and int8 weights, or int4 ones too, which quantizes activations on the fly.
 *
 * @param version the operator version for weights with one scale
 * @param perChannelVersion for weights with a scale for each channel; empty where they cannot have that
 * @param asymmetricVersion for weights with one scale where the option {@code asymmetric_quantize_inputs} is set; empty for an operator
 *     without that option
 * @param perChannelOnly whether the kernel of TFLite 2.20 needs a scale for each channel even where all are equal
 * @param mostDimensions of any input with which the kernel is right; empty where it always is
 * @param int4Version for int4 weights with a scale for each channel; empty where the kernel takes none
 */
public record HybridKernel(
        int version,
        OptionalInt perChannelVersion,
        OptionalInt asymmetricVersion,
        boolean perChannelOnly,
        OptionalInt mostDimensions,
        OptionalInt int4Version) {
    HybridKernel withInt4(int since) {
        return new HybridKernel(
                version, perChannelVersion, asymmetricVersion, perChannelOnly, mostDimensions, OptionalInt.of(since));
    }
}
