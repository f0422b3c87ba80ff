// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.List;

/**
 * A kernel of TFLite's GPU delegate.
 *
 * @param limits the uses that it does not support
 */
public record GpuKernel(List<Limit> limits) {
    /**
     * @param condition true of a use that the delegate leaves to the processor
     * @param reason the same in a few words, such as "it has masks"
     */
    public record Limit(Condition condition, String reason) {}

    public GpuKernel {
        limits = List.copyOf(limits);
    }
}
