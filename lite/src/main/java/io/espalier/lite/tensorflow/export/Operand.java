// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Quantization;
import io.espalier.model.tensorflow.ConstantTensor;

/** What a tensor of TFLite's graph is in the graph of nodes. */
sealed interface Operand {
    /**
     * The output of a node.
     *
     * @param reference as nodes name it among their inputs
     */
    record Computed(String reference) implements Operand {}

    /**
     * A constant, which becomes a node where it is used: operators store it in different orders.
     *
     * @param grid of the integers that it was stored as; {@link Quantization#NONE} for none
     * @param isByte whether these have 8 bits and are in the range from -127 to 127
     */
    record Known(String name, ConstantTensor tensor, Quantization grid, boolean isByte) implements Operand {}
}
