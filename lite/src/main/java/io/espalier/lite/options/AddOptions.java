// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * The options of {@code ADD}.
 *
 * @param powerOfTwoScaleInt16 whether 16-bit scales are powers of two; true in the schema by default
 */
public record AddOptions(ActivationFunction activation, boolean powerOfTwoScaleInt16) {

    /** Reads the options of an operator, which must be of this table. */
    public static AddOptions of(Options options) {
        return new AddOptions(
                options.symbol("fused_activation_function", ActivationFunction.values()),
                options.flag("pot_scale_int16"));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.ADD)
                .with("fused_activation_function", activation)
                .with("pot_scale_int16", powerOfTwoScaleInt16);
    }
}
