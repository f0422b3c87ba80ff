// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;

/** Takes out an operator whose output is its input. */
final class Identity {
    private Identity() {}

    /**
     * Lets the users of the output use the input, or what computes the input write the output. Leaves an operator between an input and an
     * output of the subgraph, and one that takes a copy of a variable.
     */
    static void strip(Step step, int input, SubgraphEditor subgraph) {
        int output = step.output();
        Tensor value = subgraph.tensor(input);
        boolean same = value.type() == subgraph.tensor(output).type()
                && value.quantization().equals(subgraph.tensor(output).quantization())
                && !value.isVariable();
        if (!same) {
            return;
        }
        if (!subgraph.isOutput(output)) {
            subgraph.redirect(output, input);
        } else if (subgraph.isUsedOnce(input) && subgraph.producer(input).isPresent()) {
            subgraph.bypass(step, input);
        }
    }
}
