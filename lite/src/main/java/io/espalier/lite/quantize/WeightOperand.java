// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;

/**
 * Which operand of an operator holds weights that its kernel takes in int8 next to float activations ("hybrid").
 *
 * @param position of the operand
 * @param channelAxis the dimension of the weights that has a scale for each index
 */
record WeightOperand(int position, int channelAxis) {
    /** Empty for an operator without such a kernel. */
    static Optional<WeightOperand> of(BuiltinOperator operator) {
        return switch (operator) {
            case CONV_2D, FULLY_CONNECTED -> Optional.of(new WeightOperand(1, 0));
            case DEPTHWISE_CONV_2D -> Optional.of(new WeightOperand(1, 3));
            default -> Optional.empty();
        };
    }
}
