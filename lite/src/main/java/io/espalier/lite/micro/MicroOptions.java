// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.micro.decode.WeightForm;
import java.util.Objects;

/**
 * What is asked of the files.
 *
 * @param name with which all names in them begin, and their own names
 * @param weights how they are stored
 * @param strip whether names, descriptions, signatures and metadata are left out
 */
public record MicroOptions(String name, WeightForm weights, boolean strip) {
    /** Without compression, everything kept. */
    public static final MicroOptions DEFAULTS = new MicroOptions("model", WeightForm.NONE, false);

    public MicroOptions {
        Objects.requireNonNull(weights, "weights");
        // C and C++ take the same names.
        Objects.requireNonNull(CSettings.named(name), "name");
    }
}
