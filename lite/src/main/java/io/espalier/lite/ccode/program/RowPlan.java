// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import java.util.List;

/**
 * A kernel that computes one row of its output at a time.
 *
 * @param rows of the whole output
 * @param windows for each input
 */
public record RowPlan(int rows, List<Window> windows) {
    public RowPlan {
        windows = List.copyOf(windows);
    }
}
