// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
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
        List<Finding> all = new ArrayList<>();
        double total = 0;
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            Site site = new Site(subgraph, operator, forms.of(operator));
            double nanos = TimeEstimate.nanos(subgraph, operator, site.form());
            total += nanos;
            worst(site, index, nanos).ifPresent(all::add);
        }
        double whole = total;
        return all.stream().map(finding -> withShare(finding, whole)).toList();
    }

    private Optional<Finding> worst(Site site, int index, double nanos) {
        Optional<Finding> worst = Optional.empty();
        for (Row row : table.rows()) {
            boolean isWorse =
                    worst.isEmpty() || row.verdict().compareTo(worst.get().verdict()) > 0;
            Optional<String> reason = isWorse ? row.reason(site) : Optional.empty();
            if (reason.isPresent()) {
                worst = Optional.of(new Finding(
                        row.verdict(),
                        number,
                        OptionalInt.of(index),
                        reason.get(),
                        row.remedy(),
                        OptionalDouble.of(nanos)));
            }
        }
        return worst;
    }

    private Finding withShare(Finding finding, double whole) {
        boolean isKnown = finding.verdict() == Verdict.SLOW && table.hasTimes();
        OptionalDouble share =
                isKnown ? OptionalDouble.of(finding.timeShare().orElse(0) / whole) : OptionalDouble.empty();
        return new Finding(
                finding.verdict(), finding.subgraph(), finding.operator(), finding.reason(), finding.remedy(), share);
    }
}
