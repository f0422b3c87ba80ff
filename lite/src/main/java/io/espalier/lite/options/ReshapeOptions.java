// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * The options of {@code RESHAPE}. A second operand, where there is one, says the shape instead.
 *
 * @param newShape with -1 for at most one size, which follows from the others
 */
public record ReshapeOptions(Ints newShape) {

    /** Reads the options of an operator, which must be of this table. */
    public static ReshapeOptions of(Options options) {
        return new ReshapeOptions(options.integers("new_shape"));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.RESHAPE).with("new_shape", newShape);
    }
}
