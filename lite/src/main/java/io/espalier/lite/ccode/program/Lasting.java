// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import java.util.List;

/**
 * What a model keeps from one run to the next.
 *
 * @param bytes of all of it
 * @param fills the parts that do not start at zero
 * @param initializers what runs once at the start, after everything was filled
 */
public record Lasting(int bytes, List<Fill> fills, List<Callee> initializers) {
    /** Nothing. */
    public static final Lasting NONE = new Lasting(0, List.of(), List.of());

    public Lasting {
        fills = List.copyOf(fills);
        initializers = List.copyOf(initializers);
    }

    /** Bytes that start with this value. */
    public record Fill(int offset, int bytes, int value) {}
}
