// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Subgraph;
import io.espalier.lite.kernels.OperatorForms;
import io.espalier.lite.kernels.TimeEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a table says of the operators of a subgraph. */
final class OperatorFindings {
    private final RuntimeTable table;
    private final Subgraph subgraph;
    private final int number;
    private final OperatorForms forms;

    /** @param number the index of the subgraph */
    OperatorFindings(RuntimeTable table, Subgraph subgraph, int number) {
        this.table = table;
        this.subgraph = subgraph;
        this.number = number;
        this.forms = new OperatorForms(subgraph);
    }

    /** Of each operator that does not run well, the worst, in order. */
    List<Finding> all() {
        List<Site> sites = subgraph.operators().stream()
                .map(operator -> new Site(subgraph, operator, forms.of(operator)))
                .toList();
        double whole = table.hasTimes()
                ? sites.stream().mapToDouble(OperatorFindings::nanos).sum()
                : 0;
        List<Finding> all = new ArrayList<>();
        for (int index = 0; index < sites.size(); index++) {
            worst(sites.get(index), index, whole).ifPresent(all::add);
        }
        return all;
    }

    private static double nanos(Site site) {
        return TimeEstimate.nanos(site.subgraph(), site.operator(), site.form());
    }

    /** @param whole the estimated time of all operators */
    private Optional<Finding> worst(Site site, int index, double whole) {
        Optional<Finding> worst = Optional.empty();
        for (Row row : table.rows()) {
            boolean isWorse =
                    worst.isEmpty() || row.verdict().compareTo(worst.get().verdict()) > 0;
            Optional<String> reason = isWorse ? row.reason(site) : Optional.empty();
            if (reason.isPresent()) {
                boolean hasShare = table.hasTimes() && row.verdict() == Verdict.SLOW;
                worst = Optional.of(new Finding(
                        row.verdict(),
                        number,
                        OptionalInt.of(index),
                        reason.get(),
                        row.remedy(),
                        hasShare ? OptionalDouble.of(nanos(site) / whole) : OptionalDouble.empty()));
            }
        }
        return worst;
    }
}
