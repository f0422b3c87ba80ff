// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.footprint;

import java.util.List;

/**
 * What a linked model takes on a microcontroller, with what it needs of the libraries of C and of the compiler, and without the rest of a
 * program.
 *
 * @param text bytes of code and constants
 * @param data bytes of variables that start with a value: in flash, and copied to RAM
 * @param bss bytes of variables that start with 0, such as a static arena
 * @param compiler its name and version
 * @param flags what it was called with
 */
public record Footprint(long text, long data, long bss, String compiler, List<String> flags) {
    public Footprint {
        flags = List.copyOf(flags);
    }

    /** Bytes of flash: text and data. */
    public long flash() {
        return text + data;
    }

    /** Bytes of RAM: data and bss. The stack, a caller's arena, and the caller's inputs and outputs come on top. */
    public long ram() {
        return data + bss;
    }
}
