// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import io.espalier.lite.schema.BuiltinOperator;

/**
 * How long a runtime takes for an operator in a form, for each element of its largest input or output.
 *
 * @param nanos in this form
 * @param floatNanos in float
 */
public record KernelTime(BuiltinOperator operator, KernelForm form, double nanos, double floatNanos) {
    /** How many times as long as in float. */
    public double timesFloat() {
        return nanos / floatNanos;
    }

    /** How much longer it takes than in float, in nanoseconds. */
    public double nanosLost(double elements) {
        return elements * (nanos - floatNanos);
    }
}
