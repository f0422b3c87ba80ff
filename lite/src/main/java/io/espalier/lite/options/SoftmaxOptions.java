// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * The options of {@code SOFTMAX}.
 *
 * @param beta the factor on the logits; 1 for the usual softmax
 */
public record SoftmaxOptions(float beta) {

    /** Reads the options of an operator, which must be of this table. */
    public static SoftmaxOptions of(Options options) {
        return new SoftmaxOptions(options.real("beta"));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.SOFTMAX).with("beta", beta);
    }
}
