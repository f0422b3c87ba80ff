// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * The options of {@code MEAN}, {@code SUM}, {@code REDUCE_MAX} and their like.
 *
 * @param keepDims whether a reduced dimension stays, with size 1
 */
public record ReducerOptions(boolean keepDims) {

    /** Reads the options of an operator, which must be of this table. */
    public static ReducerOptions of(Options options) {
        return new ReducerOptions(options.flag("keep_dims"));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.REDUCER).with("keep_dims", keepDims);
    }
}
