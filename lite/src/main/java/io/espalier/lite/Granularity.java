// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.BuiltinOperator;

/** How many weights share a scale. */
public enum Granularity {
    /** A scale for each channel that comes out, which is the most accurate. */
    PER_CHANNEL,
    /** One scale for the weights of a fully connected operator, as converters before 2024 wrote them; else one for each channel. */
    PER_TENSOR_DENSE,
    /**
     * One scale for all weights of an operator. Depthwise convolutions of dynamic range keep one for each channel: their kernel in
     * TFLite 2.20 takes nothing else.
     */
    PER_TENSOR;

    /** Whether the weights of an operator have a scale for each channel, where they have channels. */
    public boolean isPerChannel(BuiltinOperator operator) {
        return switch (this) {
            case PER_CHANNEL -> true;
            case PER_TENSOR_DENSE -> operator != BuiltinOperator.FULLY_CONNECTED;
            case PER_TENSOR -> false;
        };
    }
}
