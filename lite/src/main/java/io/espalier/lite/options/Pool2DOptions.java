// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;

/** The options of {@code MAX_POOL_2D}, {@code AVERAGE_POOL_2D} and {@code L2_POOL_2D}. */
public record Pool2DOptions(
        Padding padding,
        int strideWidth,
        int strideHeight,
        int filterWidth,
        int filterHeight,
        ActivationFunction activation) {

    /** Reads the options of an operator, which must be of this table. */
    public static Pool2DOptions of(Options options) {
        return new Pool2DOptions(
                options.symbol("padding", Padding.values()),
                options.integer("stride_w"),
                options.integer("stride_h"),
                options.integer("filter_width"),
                options.integer("filter_height"),
                options.symbol("fused_activation_function", ActivationFunction.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.POOL_2D)
                .with("padding", padding)
                .with("stride_w", strideWidth)
                .with("stride_h", strideHeight)
                .with("filter_width", filterWidth)
                .with("filter_height", filterHeight)
                .with("fused_activation_function", activation);
    }
}
