// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.BoundaryType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a quantizer can do so that a runtime takes its file.
 *
 * @param boundaries the types that inputs and outputs may have
 * @param integersOnly no operator may stay in float
 * @param oneScale weights of FULLY_CONNECTED have one scale
 * @param portable shapes are fixed, and operators written as simple runtimes expect them
 */
record Needs(Set<BoundaryType> boundaries, boolean integersOnly, boolean oneScale, boolean portable) {
    /** Nothing in particular. */
    static final Needs NOTHING = new Needs(EnumSet.allOf(BoundaryType.class), false, false, false);

    Needs {
        boundaries = Collections.unmodifiableSet(EnumSet.copyOf(boundaries));
    }

    static Needs boundaries(BoundaryType first, BoundaryType... more) {
        return new Needs(EnumSet.of(first, more), false, false, false);
    }

    Needs withIntegersOnly() {
        return new Needs(boundaries, true, oneScale, portable);
    }

    Needs withOneScale() {
        return new Needs(boundaries, integersOnly, true, portable);
    }

    Needs withPortable() {
        return new Needs(boundaries, integersOnly, oneScale, true);
    }
}
