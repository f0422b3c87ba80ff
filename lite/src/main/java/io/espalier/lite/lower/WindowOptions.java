// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;

/** The options that all operators with a window over an image have. No activation is fused: that is a rewrite. */
final class WindowOptions {
    private WindowOptions() {}

    static Options of(OptionsTable table, Size strides, Padding padding) {
        return Options.of(table)
                .with("padding", scheme(padding))
                .with("stride_w", strides.width())
                .with("stride_h", strides.height());
    }

    static Options of(OptionsTable table, Size strides, Padding padding, Size dilation) {
        return of(table, strides, padding)
                .with("dilation_w_factor", dilation.width())
                .with("dilation_h_factor", dilation.height());
    }

    static io.espalier.lite.schema.table.Padding scheme(Padding padding) {
        return switch (padding) {
            case SAME -> io.espalier.lite.schema.table.Padding.SAME;
            case VALID -> io.espalier.lite.schema.table.Padding.VALID;
        };
    }
}
