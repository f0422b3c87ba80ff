// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.base.internal.NearestName;
import java.util.Arrays;
import java.util.List;

/** How weights are to be stored. */
public enum WeightForm {
    /** As they are. */
    NONE("none"),
    /** As indices into a table of their values, decoded by operators. */
    LUT("lut"),
    /** As indices into a table of their values, decoded by the kernels that use them, as an entry COMPRESSION_METADATA says. */
    LUT_METADATA("lut-metadata"),
    /** Without their zeros, decoded by operators. */
    BITMASK("bitmask"),
    /** Each in the smallest of the forms that operators decode, if all of them together save more than the code that decodes takes. */
    AUTO("auto");

    private final String id;

    WeightForm(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(WeightForm::id).toList();
    }

    /**
     * The form of this name.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static WeightForm of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.id.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no form '" + name + "' of weights"
                        + NearestName.suggestion(name, ids()) + "; choose from " + String.join(", ", ids())));
    }
}
