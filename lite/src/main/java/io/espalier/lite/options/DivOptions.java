// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;

/** The options of {@code DIV}. */
public record DivOptions(ActivationFunction activation) {

    /** Reads the options of an operator, which must be of this table. */
    public static DivOptions of(Options options) {
        return new DivOptions(options.symbol("fused_activation_function", ActivationFunction.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.DIV).with("fused_activation_function", activation);
    }
}
