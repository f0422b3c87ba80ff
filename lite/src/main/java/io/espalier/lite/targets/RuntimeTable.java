// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import java.util.ArrayList;
import java.util.List;

/**
 * What one runtime does, in rows.
 *
 * @param title the display name
 * @param version of which this is true; empty for a kind of devices
 * @param source how it was found, and when
 * @param rows of those about one operator, the worst counts
 * @param hasTimes whether estimates of the time of operators hold for it
 */
record RuntimeTable(String title, String version, String source, Needs needs, List<Row> rows, boolean hasTimes) {
    RuntimeTable {
        rows = List.copyOf(rows);
    }

    RuntimeTable(String title, String version, String source, Needs needs, List<Row> rows) {
        this(title, version, source, needs, rows, false);
    }

    /** A copy for which {@link io.espalier.lite.kernels.TimeEstimate} holds. */
    RuntimeTable withTimes() {
        return new RuntimeTable(title, version, source, needs, rows, true);
    }

    static List<Row> rows(List<Row> first, Row... more) {
        List<Row> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
