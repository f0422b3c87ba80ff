// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.page.Section;
import java.util.List;

/** Trials as points. */
final class SearchCharts {
    private final SearchReport report;

    SearchCharts(SearchReport report) {
        this.report = report;
    }

    List<Section> sections() {
        return List.of();
    }
}
