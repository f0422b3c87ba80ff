// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;

/** The options of {@code CONCATENATION}. */
public record ConcatenationOptions(int axis, ActivationFunction activation) {

    /** Reads the options of an operator, which must be of this table. */
    public static ConcatenationOptions of(Options options) {
        return new ConcatenationOptions(
                options.integer("axis"), options.symbol("fused_activation_function", ActivationFunction.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.CONCATENATION).with("axis", axis).with("fused_activation_function", activation);
    }
}
