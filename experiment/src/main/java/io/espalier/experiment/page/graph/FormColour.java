// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.OperatorForms;
import java.util.Map;
import java.util.TreeMap;

/** The colour of an operator where colours tell types apart: float and integers from afar. */
final class FormColour {
    private FormColour() {}

    /** The number of the page's colour; 0 for none. */
    static int of(KernelForm form) {
        return switch (form) {
            case OTHER -> 0;
            case FLOAT -> 8;
            case FLOAT16_STORED -> 6;
            case INT8_STORED -> 5;
            case INT4_STORED -> 3;
            case HYBRID -> 2;
            case HYBRID_INT4, INT8_INT4 -> 4;
            case INT8 -> 1;
            case INT16 -> 7;
        };
    }

    /** For each colour in a subgraph what it means, and of how many operators. */
    static Map<Integer, String> legend(Subgraph subgraph) {
        OperatorForms forms = new OperatorForms(subgraph);
        Map<KernelForm, Integer> counts = new TreeMap<>();
        for (Operator operator : subgraph.operators()) {
            counts.merge(forms.of(operator), 1, Integer::sum);
        }
        Map<Integer, String> legend = new TreeMap<>();
        counts.forEach(
                (form, count) -> legend.merge(of(form), form.text() + " " + count, (some, more) -> some + ", " + more));
        return legend;
    }
}
