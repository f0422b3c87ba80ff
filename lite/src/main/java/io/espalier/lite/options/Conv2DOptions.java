// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;

/**
 * The options of {@code CONV_2D}.
 *
 * @param quantizedBiasType the type of the sums and the bias of a quantized operator; {@code FLOAT32} leaves it to the runtime
 */
public record Conv2DOptions(
        Padding padding,
        int strideWidth,
        int strideHeight,
        int dilationWidth,
        int dilationHeight,
        ActivationFunction activation,
        TensorType quantizedBiasType) {

    /** Reads the options of an operator, which must be of this table. */
    public static Conv2DOptions of(Options options) {
        return new Conv2DOptions(
                options.symbol("padding", Padding.values()),
                options.integer("stride_w"),
                options.integer("stride_h"),
                options.integer("dilation_w_factor"),
                options.integer("dilation_h_factor"),
                options.symbol("fused_activation_function", ActivationFunction.values()),
                options.symbol("quantized_bias_type", TensorType.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.CONV_2D)
                .with("padding", padding)
                .with("stride_w", strideWidth)
                .with("stride_h", strideHeight)
                .with("dilation_w_factor", dilationWidth)
                .with("dilation_h_factor", dilationHeight)
                .with("fused_activation_function", activation)
                .with("quantized_bias_type", quantizedBiasType);
    }
}
