// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import java.util.Map;

/** What a cell leaves behind, as notebooks of format 4 keep it. */
public sealed interface Output {
    /** What a cell printed, to its standard output. */
    record Printed(String text) implements Output {}

    /**
     * What a cell displayed.
     *
     * @param data by MIME type: text as it is, pictures in Base64
     */
    record Displayed(Map<String, String> data) implements Output {
        public Displayed {
            data = Map.copyOf(data);
        }
    }

    /** The value of a cell's last expression. */
    record Value(Map<String, String> data) implements Output {
        public Value {
            data = Map.copyOf(data);
        }
    }
}
