// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;

/** The options of {@code MUL}. */
public record MulOptions(ActivationFunction activation) {

    /** Reads the options of an operator, which must be of this table. */
    public static MulOptions of(Options options) {
        return new MulOptions(options.symbol("fused_activation_function", ActivationFunction.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.MUL).with("fused_activation_function", activation);
    }
}
