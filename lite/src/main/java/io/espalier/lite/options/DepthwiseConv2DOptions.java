// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;

/**
 * The options of {@code DEPTHWISE_CONV_2D}.
 *
 * @param depthMultiplier outputs for each input channel; runtimes work it out from the weights again
 */
public record DepthwiseConv2DOptions(
        Padding padding,
        int strideWidth,
        int strideHeight,
        int depthMultiplier,
        int dilationWidth,
        int dilationHeight,
        ActivationFunction activation) {

    /** Reads the options of an operator, which must be of this table. */
    public static DepthwiseConv2DOptions of(Options options) {
        return new DepthwiseConv2DOptions(
                options.symbol("padding", Padding.values()),
                options.integer("stride_w"),
                options.integer("stride_h"),
                options.integer("depth_multiplier"),
                options.integer("dilation_w_factor"),
                options.integer("dilation_h_factor"),
                options.symbol("fused_activation_function", ActivationFunction.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                .with("padding", padding)
                .with("stride_w", strideWidth)
                .with("stride_h", strideHeight)
                .with("depth_multiplier", depthMultiplier)
                .with("dilation_w_factor", dilationWidth)
                .with("dilation_h_factor", dilationHeight)
                .with("fused_activation_function", activation);
    }
}
