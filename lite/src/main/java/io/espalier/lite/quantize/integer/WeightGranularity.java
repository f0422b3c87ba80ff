// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

/** How many scales weights have. */
public enum WeightGranularity {
    /** One for each output channel. */
    PER_CHANNEL,
    /** One for each output channel of convolutions, and one in all for fully connected operators, as Google's converter had it before 2.18. */
    PER_TENSOR_DENSE,
    /** One in all, for accelerators that know no more. */
    PER_TENSOR
}
